package project

// noWait: named pipes do not live in folders here.
const noWait = 0
