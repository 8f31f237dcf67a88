#include "config.h"

#include "base/escape.h"

#define ESCAPE '\x1b'
#define BELL '\x07'

static bool
is_between(const struct str *text, size_t at, unsigned char least,
           unsigned char most)
{
    return at < text->len && (unsigned char)text->at[at] >= least &&
           (unsigned char)text->at[at] <= most;
}

/* ESC [ parameters intermediates final; ECMA-48, 5.4. */
static size_t
control_len(struct str text, struct str *sgr)
{
    size_t at = 2, end;

    while (is_between(&text, at, 0x30, 0x3f))
        at++;
    end = at;
    while (is_between(&text, at, 0x20, 0x2f))
        at++;
    if (!is_between(&text, at, 0x40, 0x7e))
        return 0;
    /* A private parameter begins with one of <=>?. */
    if (text.at[at] == 'm' && end == at && !is_between(&text, 2, 0x3c, 0x3f))
        *sgr = str_make(text.at + 2, end - 2);
    return at + 1;
}

/* ESC ] and the like, up to BEL or ESC \. */
static size_t
string_len(struct str text)
{
    for (size_t at = 2; at < text.len; at++) {
        if (text.at[at] == BELL)
            return at + 1;
        if (text.at[at] == ESCAPE)
            return is_between(&text, at + 1, '\\', '\\') ? at + 2 : 0;
    }
    return 0;
}

size_t
escape_len(struct str text, struct str *sgr)
{
    size_t at = 1;

    *sgr = str_make(NULL, 0);
    if (text.len > ESCAPE_SIZE)
        text.len = ESCAPE_SIZE;
    if (text.len < 2)
        return 0;
    switch (text.at[1]) {
    case '[':
        return control_len(text, sgr);
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
        return string_len(text);
    default:
        break;
    }
    while (is_between(&text, at, 0x20, 0x2f))
        at++;
    return is_between(&text, at, 0x30, 0x7e) ? at + 1 : 0;
}

bool
escape_strip(struct buf *out, struct str text)
{
    while (text.len > 0) {
        const char *escape = memchr(text.at, ESCAPE, text.len);
        size_t len = escape ? (size_t)(escape - text.at) : text.len;
        struct str sgr;

        if (!buf_add(out, text.at, len))
            return false;
        text = str_make(text.at + len, text.len - len);
        if (text.len == 0)
            break;
        len = escape_len(text, &sgr);
        if (len == 0 && !buf_add_char(out, ESCAPE))
            return false;
        len = len > 0 ? len : 1;
        text = str_make(text.at + len, text.len - len);
    }
    return true;
}

struct str
escape_plain(struct buf *room, struct str text)
{
    if (text.len == 0 || !memchr(text.at, ESCAPE, text.len))
        return text;
    buf_clear(room);
    (void)escape_strip(room, text);
    return buf_str(room);
}
