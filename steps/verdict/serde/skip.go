package serde

// skip walks over one value that nothing looks at. As in the backend, any depth, any surrogate, any byte above 0x1F in a
// text and a number of any size pass; only the shape must be that of JSON.
func (s *scanner) skip() error {
	var open []byte // the brackets around the current place
	for {
		switch c := s.peek(); {
		case c == '"':
			if err := s.skipText(); err != nil {
				return err
			}
		case c == '{':
			s.pos++
			if s.peek() == '}' {
				s.pos++
				break
			}
			open = append(open, '}')
			if err := s.skipName(); err != nil {
				return err
			}
			continue
		case c == '[':
			s.pos++
			if s.peek() == ']' {
				s.pos++
				break
			}
			open = append(open, ']')
			continue
		case c == 't':
			if err := s.word("true"); err != nil {
				return err
			}
		case c == 'f':
			if err := s.word("false"); err != nil {
				return err
			}
		case c == 'n':
			if err := s.word("null"); err != nil {
				return err
			}
		case c == '-' || isDigit(c):
			if err := s.number(false); err != nil {
				return err
			}
		default:
			return s.unexpected()
		}
		done, err := s.closeSkipped(&open)
		if done || err != nil {
			return err
		}
	}
}

// closeSkipped walks over what may follow a value: closing brackets, or a comma and, in an object, the next name.
func (s *scanner) closeSkipped(open *[]byte) (done bool, err error) {
	for {
		if len(*open) == 0 {
			return true, nil
		}
		last := (*open)[len(*open)-1]
		switch c := s.peek(); {
		case c == last:
			s.pos++
			*open = (*open)[:len(*open)-1]
		case c == ',':
			s.pos++
			if last == '}' {
				return false, s.skipName()
			}
			return false, nil
		default:
			return false, s.unexpected()
		}
	}
}

func (s *scanner) skipName() error {
	if s.peek() != '"' {
		return s.unexpected()
	}
	if err := s.skipText(); err != nil {
		return err
	}
	if s.peek() != ':' {
		return s.unexpected()
	}
	s.pos++
	return nil
}

func (s *scanner) skipText() error {
	s.pos++
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return nil
		case c < 0x20:
			return s.fail("control character in a text")
		case c != '\\':
			s.pos++
		case s.pos+1 >= len(s.data):
			s.pos = len(s.data)
		default:
			switch s.data[s.pos+1] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
				s.pos += 2
			case 'u':
				if _, ok := hex4(s.data, s.pos+2); !ok {
					return s.fail("unknown escape")
				}
				s.pos += 6
			default:
				return s.fail("unknown escape")
			}
		}
	}
	return s.fail("unexpected end")
}
