#include "config.h"

#include "base/json_scan.h"

#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */
#define HEX_DIGITS 4

/* What stands from `kept` to `at` is copied as it is, all of it at once when
 * something else is to follow. */
struct scan {
    const char *start;
    const char *kept;
    const char *at;
    const char *end;
    struct buf *out;
    bool is_mute;                   /* nothing is copied */
    const struct json_want *wanted; /* of the value here; NULL: all */
    unsigned depth;
    size_t values;
    struct err *err;
};

static bool scan_value(struct scan *scan);

static bool
malformed(struct scan *scan, const char *wanted)
{
    size_t offset = (size_t)(scan->at - scan->start);

    if (scan->at == scan->end)
        return err_set_kind(scan->err, ERR_MALFORMED,
                            "JSON ends at byte %zu where %s should stand",
                            offset, wanted);
    return err_set_kind(scan->err, ERR_MALFORMED,
                        "malformed JSON at byte %zu, where %s should stand",
                        offset, wanted);
}

/* json_scan() asks at the end whether there was room. */
static void
put(struct scan *scan, const char *bytes, size_t len)
{
    if (!scan->is_mute)
        (void)buf_add(scan->out, bytes, len);
}

/* Copy what was kept up to `at`. */
static void
copy_kept(struct scan *scan)
{
    put(scan, scan->kept, (size_t)(scan->at - scan->kept));
    scan->kept = scan->at;
}

/* Step over `len` bytes, for which `text` is copied. */
static void
replace(struct scan *scan, size_t len, const char *text)
{
    copy_kept(scan);
    put(scan, text, strlen(text));
    scan->at += len;
    scan->kept = scan->at;
}

static bool
at_space(const struct scan *scan)
{
    return scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\n' ||
                                    *scan->at == '\r' || *scan->at == '\t');
}

static void
skip_space(struct scan *scan)
{
    if (!at_space(scan))
        return;
    copy_kept(scan);
    while (at_space(scan))
        scan->at++;
    scan->kept = scan->at;
}

static bool
at_char(const struct scan *scan, char c)
{
    return scan->at < scan->end && *scan->at == c;
}

/* Step over `c` when it stands here. */
static bool
take_char(struct scan *scan, char c)
{
    if (!at_char(scan, c))
        return false;
    scan->at++;
    return true;
}

static bool
at_digit(const struct scan *scan)
{
    return scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9';
}

static bool
skip_digits(struct scan *scan)
{
    if (!at_digit(scan))
        return malformed(scan, "a digit");
    while (at_digit(scan))
        scan->at++;
    return true;
}

static bool
scan_number(struct scan *scan)
{
    const char tagged[] = {'"', JSON_NUMBER_TAG};

    copy_kept(scan);
    put(scan, tagged, sizeof(tagged));
    if (at_char(scan, '-'))
        scan->at++;
    if (at_char(scan, '0'))
        scan->at++;
    else if (!skip_digits(scan))
        return false;
    if (at_char(scan, '.')) {
        scan->at++;
        if (!skip_digits(scan))
            return false;
    }
    if (at_char(scan, 'e') || at_char(scan, 'E')) {
        scan->at++;
        if (at_char(scan, '+') || at_char(scan, '-'))
            scan->at++;
        if (!skip_digits(scan))
            return false;
    }
    copy_kept(scan);
    put(scan, "\"", 1);
    return true;
}

/* The four digits of "\uXXXX" at `at`; false when they are none. */
static bool
read_hex(const struct scan *scan, const char *at, unsigned *value)
{
    *value = 0;
    if (scan->end - at < HEX_DIGITS)
        return false;
    for (int i = 0; i < HEX_DIGITS; i++) {
        char c = at[i];
        unsigned digit;

        if (c >= '0' && c <= '9')
            digit = (unsigned)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (unsigned)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = (unsigned)(c - 'A') + 10;
        else
            return false;
        *value = *value * 16 + digit;
    }
    return true;
}

static bool
is_high_surrogate(unsigned unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_low_surrogate(unsigned unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* "\uXXXX", with its second half where it is the first of a pair. */
static bool
scan_unicode_escape(struct scan *scan)
{
    const char *start = scan->at;
    const char *second = start + 2 + HEX_DIGITS;
    unsigned unit;
    unsigned low;

    if (!read_hex(scan, start + 2, &unit)) {
        scan->at += 2;
        return malformed(scan, "four hexadecimal digits");
    }
    if (is_high_surrogate(unit) && scan->end - second > 2 &&
        second[0] == '\\' && second[1] == 'u' &&
        read_hex(scan, second + 2, &low) && is_low_surrogate(low))
        scan->at = second + 2 + HEX_DIGITS;
    else if (unit == 0 || is_high_surrogate(unit) || is_low_surrogate(unit))
        replace(scan, (size_t)(second - start), REPLACEMENT);
    else
        scan->at = second;
    return true;
}

static bool
scan_escape(struct scan *scan)
{
    static const char letters[] = "\"\\/bfnrt";
    char c;

    if (scan->end - scan->at < 2) {
        scan->at = scan->end;
        return malformed(scan, "the rest of an escape");
    }
    c = scan->at[1];
    if (c == 'u')
        return scan_unicode_escape(scan);
    if (c == '\0' || !strchr(letters, c))
        return malformed(scan, "a known escape");
    scan->at += 2;
    return true;
}

/* One code point that is not ASCII. */
static void
scan_utf8(struct scan *scan)
{
    uint32_t codepoint;
    size_t len = text_decode(str_make(scan->at, (size_t)(scan->end - scan->at)),
                             &codepoint);

    if (codepoint == TEXT_INVALID)
        replace(scan, len, REPLACEMENT);
    else
        scan->at += len;
}

static bool
is_plain(char c)
{
    return (unsigned char)c >= ' ' && (unsigned char)c < 0x80 && c != '"' &&
           c != '\\';
}

static void
skip_plain(struct scan *scan)
{
    while (scan->end - scan->at >= 8) {
        uint64_t bytes = json_eight(scan->at);

        if (json_has(bytes, '"') | json_has(bytes, '\\') | json_has_odd(bytes))
            break;
        scan->at += 8;
    }
    while (scan->at < scan->end && is_plain(*scan->at))
        scan->at++;
}

static bool
scan_string(struct scan *scan)
{
    if (!take_char(scan, '"'))
        return malformed(scan, "a string");
    while (!at_char(scan, '"')) {
        skip_plain(scan);
        if (scan->at == scan->end)
            return malformed(scan, "the end of a string");
        if (*scan->at == '\\') {
            if (!scan_escape(scan))
                return false;
        } else if ((unsigned char)*scan->at >= 0x80) {
            scan_utf8(scan);
        } else if (*scan->at != '"') {
            return malformed(scan, "a character of a string");
        }
    }
    return take_char(scan, '"');
}

static bool
scan_word(struct scan *scan, const char *word)
{
    size_t len = strlen(word);

    if ((size_t)(scan->end - scan->at) < len ||
        memcmp(scan->at, word, len) != 0)
        return malformed(scan, "a value");
    scan->at += len;
    return true;
}

/* By its bytes, which are not decoded: a name with an escape is wanted. */
static const struct json_want *
find_want(const struct scan *scan, struct str name)
{
    static const struct json_want everything;
    const struct json_want *want = scan->wanted;

    if (!want || memchr(name.at, '\\', name.len))
        return &everything;
    for (; want->name; want++)
        if (str_is(name, want->name) || strcmp(want->name, JSON_ANY) == 0)
            return want;
    return NULL;
}

/* `from` is where the member begins in the copy, behind "{" or a comma. */
static bool
scan_unwanted(struct scan *scan, size_t from)
{
    bool is_good;

    scan->is_mute = true;
    is_good = scan_value(scan);
    scan->is_mute = false;
    scan->kept = scan->at;
    buf_cut(scan->out,
            from > 0 && scan->out->at[from - 1] == ',' ? from - 1 : from);
    return is_good;
}

/* Copy up to a member, but no comma behind "{", whose first member was left
 * out: no value ends with that. */
static void
copy_comma(struct scan *scan)
{
    struct buf *out = scan->out;

    copy_kept(scan);
    if (out->len > 1 && memcmp(out->at + out->len - 2, "{,", 2) == 0)
        buf_cut(out, out->len - 1);
}

static bool
scan_member_value(struct scan *scan, struct str name, size_t from)
{
    const struct json_want *outer = scan->wanted;
    const struct json_want *want = find_want(scan, name);
    bool is_good;

    scan->wanted = want ? want->inside : NULL;
    is_good = want ? scan_value(scan) : scan_unwanted(scan, from);
    scan->wanted = outer;
    return is_good;
}

static bool
scan_member(struct scan *scan)
{
    struct str name;
    size_t from;

    skip_space(scan);
    if (scan->wanted)
        copy_comma(scan);
    from = scan->out->len;
    name.at = scan->at + 1;
    if (!scan_string(scan))
        return false;
    name.len = (size_t)(scan->at - 1 - name.at);
    skip_space(scan);
    if (!take_char(scan, ':'))
        return malformed(scan, "':'");
    return scan_member_value(scan, name, from);
}

/* What stands between brackets: elements, or members of an object. */
static bool
scan_inside(struct scan *scan, char open, char close,
            bool (*element)(struct scan *scan))
{
    if (scan->depth == JSON_DEPTH)
        return err_set_kind(scan->err, ERR_LIMIT,
                            "JSON is nested more than %d deep", JSON_DEPTH);
    scan->depth++;
    (void)take_char(scan, open);
    skip_space(scan);
    if (!at_char(scan, close)) {
        do {
            if (!element(scan))
                return false;
            skip_space(scan);
        } while (take_char(scan, ','));
    }
    if (!take_char(scan, close))
        return malformed(scan, close == ']' ? "',' or ']'" : "',' or '}'");
    scan->depth--;
    return true;
}

static bool
scan_value(struct scan *scan)
{
    skip_space(scan);
    if (++scan->values > JSON_VALUES)
        return err_set_kind(scan->err, ERR_LIMIT,
                            "JSON has more than %u values", JSON_VALUES);
    switch (scan->at < scan->end ? *scan->at : '\0') {
    case '{':
        return scan_inside(scan, '{', '}', scan_member);
    case '[':
        return scan_inside(scan, '[', ']', scan_value);
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, "true");
    case 'f':
        return scan_word(scan, "false");
    case 'n':
        return scan_word(scan, "null");
    default:
        if (at_char(scan, '-') || at_digit(scan))
            return scan_number(scan);
        return malformed(scan, "a value");
    }
}

bool
json_scan(struct str text, const struct json_want *wanted, struct buf *out,
          struct err *err)
{
    struct scan scan = {.start = text.at,
                        .kept = text.at,
                        .at = text.at,
                        .end = text.at + text.len,
                        .out = out,
                        .err = err};

    if (text.len > JSON_SIZE)
        return err_set_kind(err, ERR_LIMIT,
                            "JSON of %zu bytes is longer than %zu", text.len,
                            JSON_SIZE);
    if (text.len == 0)
        return err_set_kind(err, ERR_MALFORMED, "JSON is empty");
    skip_space(&scan);
    if (at_char(&scan, '{'))
        scan.wanted = wanted;
    if (!scan_value(&scan))
        return false;
    skip_space(&scan);
    if (scan.at != scan.end)
        return malformed(&scan, "the end");
    copy_kept(&scan);
    if (out->is_full)
        return err_set_kind(err, ERR_LIMIT, "JSON is longer than %zu",
                            out->limit);
    return true;
}
