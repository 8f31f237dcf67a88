/*
 * key.c - keys and their names.
 */
#include "config.h"

#include "ui/keys/key.h"

#include "base/text.h"

struct named_key {
    const char *name;
    uint32_t code;
};

static const struct named_key named_keys[] = {
    {"Space", ' '},
    {"Enter", KEYCODE_ENTER},
    {"Esc", KEYCODE_ESCAPE},
    {"Tab", KEYCODE_TAB},
    {"Backspace", KEYCODE_BACKSPACE},
    {"Up", KEYCODE_ARROW_UP},
    {"Down", KEYCODE_ARROW_DOWN},
    {"Left", KEYCODE_ARROW_LEFT},
    {"Right", KEYCODE_ARROW_RIGHT},
    {"Home", KEYCODE_HOME},
    {"End", KEYCODE_END},
    {"PgUp", KEYCODE_PAGE_UP},
    {"PgDn", KEYCODE_PAGE_DOWN},
    {"Insert", KEYCODE_INSERT},
    {"Delete", KEYCODE_DELETE},
    {"F1", KEYCODE_F1},
    {"F2", KEYCODE_F1 + 1},
    {"F3", KEYCODE_F1 + 2},
    {"F4", KEYCODE_F1 + 3},
    {"F5", KEYCODE_F1 + 4},
    {"F6", KEYCODE_F1 + 5},
    {"F7", KEYCODE_F1 + 6},
    {"F8", KEYCODE_F1 + 7},
    {"F9", KEYCODE_F1 + 8},
    {"F10", KEYCODE_F1 + 9},
    {"F11", KEYCODE_F1 + 10},
    {"F12", KEYCODE_F12},
    {"PasteBegin", KEYCODE_PASTE_BEGIN},
    {"PasteEnd", KEYCODE_PASTE_END},
    {"MouseLeft", KEYCODE_MOUSE_LEFT},
    {"WheelUp", KEYCODE_WHEEL_UP},
    {"WheelDown", KEYCODE_WHEEL_DOWN},
};
#define NAMED_COUNT (sizeof(named_keys) / sizeof(named_keys[0]))

struct modifier_name {
    const char *prefix;
    enum key_modifier modifier;
};

/* In the order in which key_print() writes them. */
static const struct modifier_name modifier_names[] = {
    {"C-", MODIFIER_CONTROL},
    {"M-", MODIFIER_META},
    {"S-", MODIFIER_SHIFT},
};
#define MODIFIER_COUNT (sizeof(modifier_names) / sizeof(modifier_names[0]))

/* What Control makes of a character where the terminal has one byte for both
 * keys. */
static const struct {
    char with_control;
    uint32_t code;
} same_bytes[] = {
    {'i', KEYCODE_TAB},
    {'m', KEYCODE_ENTER},
    {'[', KEYCODE_ESCAPE},
    {'h', KEYCODE_BACKSPACE},
};

static bool
is_named(uint32_t code)
{
    return code >= KEYCODE_FIRST;
}

static bool
is_lower(uint32_t code)
{
    return code >= 'a' && code <= 'z';
}

static bool
is_upper(uint32_t code)
{
    return code >= 'A' && code <= 'Z';
}

struct key
key_make(uint32_t code, unsigned modifiers)
{
    struct key key = {.code = code, .modifiers = (uint8_t)modifiers};

    if (is_named(code))
        return key;
    if (modifiers & MODIFIER_CONTROL) {
        if (is_upper(code))
            key.code = code - 'A' + 'a';
        for (size_t i = 0; i < sizeof(same_bytes) / sizeof(same_bytes[0]);
             i++) {
            if (key.code != (unsigned char)same_bytes[i].with_control)
                continue;
            key.code = same_bytes[i].code;
            key.modifiers &= (uint8_t) ~(MODIFIER_CONTROL | MODIFIER_SHIFT);
            return key;
        }
    } else if ((modifiers & MODIFIER_SHIFT) && is_lower(code)) {
        key.code = code - 'a' + 'A';
    }
    key.modifiers &= (uint8_t)~MODIFIER_SHIFT;
    return key;
}

bool
key_is_mouse(const struct key *key)
{
    return key->code == KEYCODE_MOUSE_LEFT || key->code == KEYCODE_WHEEL_UP ||
           key->code == KEYCODE_WHEEL_DOWN;
}

bool
key_equal(const struct key *a, const struct key *b)
{
    return a->code == b->code && a->modifiers == b->modifiers;
}

/* The one character that `s` is; false when it is none or more. */
static bool
one_code_point(struct str s, uint32_t *code)
{
    uint32_t found;

    if (s.len == 0 || text_decode(s, &found) != s.len ||
        !text_is_harmless(found))
        return false;
    *code = found;
    return true;
}

static bool
find_code(struct str name, uint32_t *code)
{
    for (size_t i = 0; i < NAMED_COUNT; i++) {
        if (str_is(name, named_keys[i].name)) {
            *code = named_keys[i].code;
            return true;
        }
    }
    return one_code_point(name, code);
}

bool
key_parse(struct key *key, struct str name)
{
    unsigned modifiers = 0;
    bool found;

    do {
        found = false;
        for (size_t i = 0; i < MODIFIER_COUNT; i++) {
            if (name.len <= 2 || !str_starts(name, modifier_names[i].prefix))
                continue;
            if (modifiers & modifier_names[i].modifier)
                return false;
            modifiers |= modifier_names[i].modifier;
            name = str_make(name.at + 2, name.len - 2);
            found = true;
        }
    } while (found);

    uint32_t code;
    if (!find_code(name, &code))
        return false;
    *key = key_make(code, modifiers);
    return true;
}

void
key_print(struct buf *out, const struct key *key)
{
    for (size_t i = 0; i < MODIFIER_COUNT; i++) {
        if (key->modifiers & modifier_names[i].modifier)
            (void)buf_add_text(out, modifier_names[i].prefix);
    }
    for (size_t i = 0; i < NAMED_COUNT; i++) {
        if (named_keys[i].code == key->code) {
            (void)buf_add_text(out, named_keys[i].name);
            return;
        }
    }

    char text[KEY_TEXT_SIZE];
    struct key bare = {.code = key->code};
    (void)key_text(&bare, text);
    (void)buf_add_text(out, text);
}

size_t
key_text(const struct key *key, char text[KEY_TEXT_SIZE])
{
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    uint32_t code = key->code;
    size_t len;

    text[0] = '\0';
    if (is_named(code) || code < ' ' || (code >= 0x7f && code < 0xa0) ||
        (code >= 0xd800 && code <= 0xdfff) ||
        (key->modifiers & (MODIFIER_CONTROL | MODIFIER_META)))
        return 0;
    len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        text[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    text[0] = (char)(marks[len] | code);
    text[len] = '\0';
    return len;
}
