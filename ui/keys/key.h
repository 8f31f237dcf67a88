/*
 * key.h - a key, and how it is written.
 *
 * Names as in tmux and Emacs: a, K, 1, /, Space, Enter, Esc, Tab, S-Tab, Up,
 * PgUp, Home, F5, C-c, M-x, C-Left. Lower case and upper case letters are
 * two keys.
 *
 * A terminal sends some keys as one byte, so that they cannot be told apart:
 * C-i is Tab, C-m is Enter, C-[ is Esc and C-h is Backspace; a letter with
 * Control has no case, and a character that Shift made has no Shift. Keys are
 * always in that canonical form: what key_parse() reads is what the decoder
 * in ui/term makes of the terminal's bytes.
 */
#ifndef KEYS_KEY_H
#define KEYS_KEY_H

#include "base/buf.h"

#include <stdint.h>

enum keycode {
    KEYCODE_FIRST = 0x110000, /* above all code points */
    KEYCODE_ENTER = KEYCODE_FIRST,
    KEYCODE_ESCAPE,
    KEYCODE_TAB,
    KEYCODE_BACKSPACE,
    KEYCODE_ARROW_UP,
    KEYCODE_ARROW_DOWN,
    KEYCODE_ARROW_LEFT,
    KEYCODE_ARROW_RIGHT,
    KEYCODE_HOME,
    KEYCODE_END,
    KEYCODE_PAGE_UP,
    KEYCODE_PAGE_DOWN,
    KEYCODE_INSERT,
    KEYCODE_DELETE,
    KEYCODE_F1,
    KEYCODE_F12 = KEYCODE_F1 + 11,
    KEYCODE_PASTE_BEGIN, /* bracketed paste: what is between is text, no keys */
    KEYCODE_PASTE_END,
    KEYCODE_MOUSE_LEFT, /* pressed at struct key's x, y */
    KEYCODE_WHEEL_UP,
    KEYCODE_WHEEL_DOWN,
};

enum key_modifier {
    MODIFIER_SHIFT = 1,
    MODIFIER_META = 2,
    MODIFIER_CONTROL = 4,
};

struct key {
    uint32_t code; /* a code point, or enum keycode */
    uint8_t modifiers;
    uint16_t x, y;  /* of the mouse, in cells from 0 */
    bool is_pasted; /* came inside a bracketed paste: never an action */
};

/* The key of this code and these modifiers in its canonical form. */
struct key key_make(uint32_t code, unsigned modifiers);
/* Whether they are the same key, pasted or not. */
bool key_is_mouse(const struct key *key);
bool key_equal(const struct key *a, const struct key *b);
/* False, and `key` left alone, when there is no key of that name. */
bool key_parse(struct key *key, struct str name);
/* Append the name. (key_name() is a function of curses, which a program that
 * has one of its own would take from it.) */
void key_print(struct buf *out, const struct key *key);

/* The character that a key types into a prompt as UTF-8 with a NUL behind it.
 * 0 and "" for keys that type none: arrows, and all with C- or M-. */
#define KEY_TEXT_SIZE 5
size_t key_text(const struct key *key, char text[KEY_TEXT_SIZE]);

#endif
