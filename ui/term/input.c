/*
 * input.c - the decoder: one state, fed byte by byte.
 */
#include "config.h"

#include "ui/term/input.h"

#include "base/mem.h"
#include "ui/term/sequence.h"

#include <stdlib.h>

#define SEQUENCE_SIZE 64   /* of a sequence that may be a key */
#define STRING_LIMIT 4096u /* of OSC, DCS and the like, all of them dropped */
#define KNOWN_SIZE 16      /* of a key string of terminfo */
#define MOUSE_BYTES 3      /* behind the old mouse report's ESC [ M */
#define REPLACEMENT 0xfffd

enum state {
    STATE_GROUND,
    STATE_CHARACTER,     /* within one of UTF-8 */
    STATE_ESCAPE,        /* ESC */
    STATE_CSI,           /* ESC [ */
    STATE_LINUX,         /* ESC [ [ */
    STATE_SS3,           /* ESC O */
    STATE_MOUSE,         /* ESC [ M */
    STATE_STRING,        /* ESC ] P _ ^ X */
    STATE_STRING_ESCAPE, /* and the ESC that may begin its end */
};

struct sink {
    void (*each)(void *data, const struct key *key);
    void *data;
};

/* A key string of this terminal. */
struct known {
    char bytes[KNOWN_SIZE];
    size_t len;
    struct key key;
};

struct capability {
    const char *name;
    uint32_t code;
    unsigned modifiers;
};

static const struct capability capabilities[] = {
    {"kcuu1", KEYCODE_ARROW_UP, 0},
    {"kcud1", KEYCODE_ARROW_DOWN, 0},
    {"kcub1", KEYCODE_ARROW_LEFT, 0},
    {"kcuf1", KEYCODE_ARROW_RIGHT, 0},
    {"khome", KEYCODE_HOME, 0},
    {"kend", KEYCODE_END, 0},
    {"kpp", KEYCODE_PAGE_UP, 0},
    {"knp", KEYCODE_PAGE_DOWN, 0},
    {"kich1", KEYCODE_INSERT, 0},
    {"kdch1", KEYCODE_DELETE, 0},
    {"kbs", KEYCODE_BACKSPACE, 0},
    {"kent", KEYCODE_ENTER, 0},
    {"kcbt", KEYCODE_TAB, MODIFIER_SHIFT},
    {"kLFT", KEYCODE_ARROW_LEFT, MODIFIER_SHIFT},
    {"kRIT", KEYCODE_ARROW_RIGHT, MODIFIER_SHIFT},
    {"kHOM", KEYCODE_HOME, MODIFIER_SHIFT},
    {"kEND", KEYCODE_END, MODIFIER_SHIFT},
    {"kPRV", KEYCODE_PAGE_UP, MODIFIER_SHIFT},
    {"kNXT", KEYCODE_PAGE_DOWN, MODIFIER_SHIFT},
    {"kIC", KEYCODE_INSERT, MODIFIER_SHIFT},
    {"kDC", KEYCODE_DELETE, MODIFIER_SHIFT},
    {"kf1", KEYCODE_F1, 0},
    {"kf2", KEYCODE_F1 + 1, 0},
    {"kf3", KEYCODE_F1 + 2, 0},
    {"kf4", KEYCODE_F1 + 3, 0},
    {"kf5", KEYCODE_F1 + 4, 0},
    {"kf6", KEYCODE_F1 + 5, 0},
    {"kf7", KEYCODE_F1 + 6, 0},
    {"kf8", KEYCODE_F1 + 7, 0},
    {"kf9", KEYCODE_F1 + 8, 0},
    {"kf10", KEYCODE_F1 + 9, 0},
    {"kf11", KEYCODE_F1 + 10, 0},
    {"kf12", KEYCODE_F12, 0},
};
#define CAPABILITY_COUNT (sizeof(capabilities) / sizeof(capabilities[0]))

static const char paste_end[] = "\x1b[201~";
#define PASTE_END_LEN (sizeof(paste_end) - 1)

struct input {
    enum state state;
    /* The sequence in hand from its ESC on. `len` goes on counting where the
     * bytes are not kept any more. */
    char sequence[SEQUENCE_SIZE];
    size_t len;
    unsigned time_ups;    /* without a byte between them */
    unsigned mouse_bytes; /* still to be swallowed */

    /* The character in hand. */
    uint32_t code;
    unsigned code_missing;     /* bytes */
    unsigned char least, most; /* what its next byte may be */
    unsigned code_modifiers;

    bool in_paste;
    size_t paste_end_len; /* how much of its end mark has come */

    struct known known[CAPABILITY_COUNT];
    size_t known_count;
};

struct input *
input_new(const char *(*capability)(const char *name))
{
    struct input *input = xcalloc(1, sizeof(*input));

    for (size_t i = 0; i < CAPABILITY_COUNT; i++) {
        struct str bytes = str_of(capability(capabilities[i].name));
        struct known *known = &input->known[input->known_count];

        /* What does not begin with ESC is read as the character it is, and
         * what other sequences begin with is no key. */
        if (bytes.len < 2 || bytes.len > KNOWN_SIZE || bytes.at[0] != ESC ||
            str_is(bytes, "\x1b[") || str_is(bytes, "\x1bO"))
            continue;
        memcpy(known->bytes, bytes.at, bytes.len);
        known->len = bytes.len;
        known->key = key_make(capabilities[i].code, capabilities[i].modifiers);
        input->known_count++;
    }
    return input;
}

void
input_free(struct input *input)
{
    free(input);
}

static void
emit(const struct input *input, struct sink sink, struct key key)
{
    key.is_pasted = input->in_paste;
    sink.each(sink.data, &key);
}

static void
emit_code(const struct input *input, struct sink sink, uint32_t code,
          unsigned modifiers)
{
    emit(input, sink, key_make(code, modifiers));
}

static bool
is_control(unsigned char byte)
{
    return byte < ' ' || byte == 0x7f;
}

/* ---- characters */

static struct key
control_key(unsigned char byte, unsigned modifiers)
{
    if (byte == 0x7f)
        return key_make(KEYCODE_BACKSPACE, modifiers);
    if (byte == 0)
        return key_make(' ', modifiers | MODIFIER_CONTROL);
    /* key_make() knows which of these have a key of their own. */
    return key_make(byte + (byte <= 26 ? 0x60u : 0x40u),
                    modifiers | MODIFIER_CONTROL);
}

/* The first byte of a character of several: table 3-7 of the Unicode standard,
 * which leaves out surrogates, what is too long and what is too large. */
static void
begin_character(struct input *input, unsigned char byte, unsigned modifiers)
{
    input->state = STATE_CHARACTER;
    input->code_modifiers = modifiers;
    input->code_missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    input->code = byte & (byte < 0xe0 ? 0x1fu : byte < 0xf0 ? 0x0fu : 0x07u);
    input->least = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
    input->most = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
}

static void
character_byte(struct input *input, struct sink sink, unsigned char byte,
               unsigned modifiers)
{
    if (is_control(byte))
        emit(input, sink, control_key(byte, modifiers));
    else if (byte < 0x80)
        emit_code(input, sink, byte, modifiers);
    else if (byte >= 0xc2 && byte <= 0xf4)
        begin_character(input, byte, modifiers);
    else
        emit_code(input, sink, REPLACEMENT, 0);
}

/* A further byte of a character. False when it does not belong to it: then
 * the character was a wrong one, and the byte begins something else. */
static bool
further_byte(struct input *input, struct sink sink, unsigned char byte)
{
    if (byte < input->least || byte > input->most) {
        input->state = STATE_GROUND;
        emit_code(input, sink, REPLACEMENT, 0);
        return false;
    }
    input->code = input->code << 6 | (byte & 0x3fu);
    input->least = 0x80;
    input->most = 0xbf;
    if (--input->code_missing > 0)
        return true;

    bool is_c1 = input->code < 0xa0;
    input->state = STATE_GROUND;
    emit_code(input, sink, is_c1 ? REPLACEMENT : input->code,
              is_c1 ? 0 : input->code_modifiers);
    return true;
}

/* ---- pasted text */

static void
pasted_byte(struct input *input, struct sink sink, unsigned char byte)
{
    if (input->state == STATE_CHARACTER && further_byte(input, sink, byte))
        return;
    if (byte == '\r' || byte == '\n')
        emit_code(input, sink, KEYCODE_ENTER, 0);
    else if (byte == '\t' || !is_control(byte))
        character_byte(input, sink, byte, 0);
}

static void
finish_paste(struct input *input, struct sink sink)
{
    if (input->state == STATE_CHARACTER)
        emit_code(input, sink, REPLACEMENT, 0);
    emit_code(input, sink, KEYCODE_PASTE_END, 0);
    input->state = STATE_GROUND;
    input->in_paste = false;
}

static void
paste_byte(struct input *input, struct sink sink, unsigned char byte)
{
    size_t len = input->paste_end_len;

    if (byte == (unsigned char)paste_end[len]) {
        input->paste_end_len++;
        if (input->paste_end_len == PASTE_END_LEN)
            finish_paste(input, sink);
        return;
    }
    /* What looked like the end was text. Only its first byte is an ESC, so no
     * other place in it can begin an end. */
    input->paste_end_len = 0;
    for (size_t i = 0; i < len; i++)
        pasted_byte(input, sink, (unsigned char)paste_end[i]);
    if (byte == (unsigned char)paste_end[0])
        input->paste_end_len = 1;
    else
        pasted_byte(input, sink, byte);
}

/* ---- sequences */

static void
begin_sequence(struct input *input)
{
    input->state = STATE_ESCAPE;
    input->sequence[0] = ESC;
    input->len = 1;
}

static void
keep(struct input *input, unsigned char byte)
{
    if (input->len < SEQUENCE_SIZE)
        input->sequence[input->len] = (char)byte;
    input->len++;
}

static void
ground_byte(struct input *input, struct sink sink, unsigned char byte)
{
    if (byte == ESC)
        begin_sequence(input);
    else
        character_byte(input, sink, byte, 0);
}

/* Whether the sequence in hand is a key string of this terminal. */
static bool
emit_known(struct input *input, struct sink sink)
{
    for (size_t i = 0; i < input->known_count; i++) {
        const struct known *known = &input->known[i];

        if (known->len == input->len &&
            memcmp(known->bytes, input->sequence, known->len) == 0) {
            input->state = STATE_GROUND;
            emit(input, sink, known->key);
            return true;
        }
    }
    return false;
}

static void
finish_sequence(struct input *input, struct sink sink)
{
    struct key key;

    input->state = STATE_GROUND;
    if (input->len > SEQUENCE_SIZE ||
        !sequence_key(str_make(input->sequence, input->len), &key))
        return;
    if (key.code == KEYCODE_PASTE_END)
        return; /* of a paste that never began */
    if (key.code == KEYCODE_PASTE_BEGIN) {
        input->in_paste = true;
        input->paste_end_len = 0;
    }
    emit(input, sink, key);
}

static void
escape_byte(struct input *input, struct sink sink, unsigned char byte)
{
    bool is_key = byte == '\r' || byte == '\t' || byte == '\b' || byte == 0x7f;

    if (is_control(byte) && !is_key) {
        input->state = STATE_GROUND;
        emit_code(input, sink, KEYCODE_ESCAPE, 0);
        ground_byte(input, sink, byte);
        return;
    }
    keep(input, byte);
    if (emit_known(input, sink))
        return;
    switch (byte) {
    case '[':
        input->state = STATE_CSI;
        break;
    case 'O':
        input->state = STATE_SS3;
        break;
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X':
        input->state = STATE_STRING;
        break;
    default:
        input->state = STATE_GROUND;
        character_byte(input, sink, byte, MODIFIER_META);
        break;
    }
}

static bool
is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    }
    return s.len > 0;
}

static void
csi_byte(struct input *input, struct sink sink, unsigned char byte)
{
    bool is_first = input->len == 3;

    if (is_first && byte == '[') {
        input->state = STATE_LINUX;
    } else if (is_first && byte == 'M') {
        input->state = STATE_MOUSE;
        input->mouse_bytes = MOUSE_BYTES;
    } else if (byte >= 0x40 ||
               /* rxvt ends its keys with Shift so, which ECMA-48 does not
                * allow. */
               (byte == '$' && input->len <= SEQUENCE_SIZE &&
                is_digits(str_make(input->sequence + 2, input->len - 3)))) {
        finish_sequence(input, sink);
    }
}

static void
sequence_byte(struct input *input, struct sink sink, unsigned char byte)
{
    if (is_control(byte) || byte >= 0x80) {
        input->state = STATE_GROUND;
        ground_byte(input, sink, byte);
        return;
    }
    keep(input, byte);
    if (emit_known(input, sink))
        return;
    if (input->state == STATE_CSI)
        csi_byte(input, sink, byte);
    else if (input->state == STATE_LINUX || byte < '0' || byte > ';')
        finish_sequence(input, sink);
}

static void
string_byte(struct input *input, struct sink sink, unsigned char byte)
{
    enum { BELL = 0x07, CANCEL = 0x18, SUBSTITUTE = 0x1a };

    input->len++;
    if (byte == BELL || byte == CANCEL || byte == SUBSTITUTE ||
        input->len > STRING_LIMIT) {
        input->state = STATE_GROUND;
    } else if (byte == ESC) {
        input->state = STATE_STRING_ESCAPE;
    } else if (is_control(byte)) {
        input->state = STATE_GROUND;
        ground_byte(input, sink, byte);
    }
}

static void
string_escape_byte(struct input *input, struct sink sink, unsigned char byte)
{
    if (byte == '\\') {
        input->state = STATE_GROUND;
        return;
    }
    begin_sequence(input);
    escape_byte(input, sink, byte);
}

static void
feed_byte(struct input *input, struct sink sink, unsigned char byte)
{
    if (input->in_paste) {
        paste_byte(input, sink, byte);
        return;
    }
    switch (input->state) {
    case STATE_CHARACTER:
        if (!further_byte(input, sink, byte))
            ground_byte(input, sink, byte);
        break;
    case STATE_GROUND:
        ground_byte(input, sink, byte);
        break;
    case STATE_ESCAPE:
        escape_byte(input, sink, byte);
        break;
    case STATE_CSI:
    case STATE_LINUX:
    case STATE_SS3:
        sequence_byte(input, sink, byte);
        break;
    case STATE_MOUSE:
        if (--input->mouse_bytes == 0)
            input->state = STATE_GROUND;
        break;
    case STATE_STRING:
        string_byte(input, sink, byte);
        break;
    case STATE_STRING_ESCAPE:
        string_escape_byte(input, sink, byte);
        break;
    }
}

void
input_feed(struct input *input, struct str bytes,
           void (*each)(void *data, const struct key *key), void *data)
{
    struct sink sink = {each, data};

    input->time_ups = 0;
    for (size_t i = 0; i < bytes.len; i++)
        feed_byte(input, sink, (unsigned char)bytes.at[i]);
}

bool
input_is_waiting(const struct input *input)
{
    return !input->in_paste && input->state != STATE_GROUND;
}

void
input_time_up(struct input *input,
              void (*each)(void *data, const struct key *key), void *data)
{
    struct sink sink = {each, data};
    enum state state = input->state;

    if (!input_is_waiting(input))
        return;
    if (state != STATE_ESCAPE && ++input->time_ups < INPUT_PATIENCE)
        return;

    input->state = STATE_GROUND;
    input->time_ups = 0;
    if (state == STATE_ESCAPE || state == STATE_STRING_ESCAPE)
        emit_code(input, sink, KEYCODE_ESCAPE, 0);
    else if (state == STATE_CHARACTER)
        emit_code(input, sink, REPLACEMENT, 0);
    else if (input->len == 2) /* Alt-[ and its like */
        emit_code(input, sink, (unsigned char)input->sequence[1],
                  MODIFIER_META);
}
