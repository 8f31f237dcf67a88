#include "config.h"

#include "base/regex.h"

#include "base/mem.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define HEAP_LIMIT 4096 /* KiB that one match may use */
#define JIT_STACK_MIN ((size_t)32 << 10)
#define JIT_STACK_MAX ((size_t)1 << 20)

struct regex {
    pcre2_general_context *memory;
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *match;
    pcre2_jit_stack *stack; /* NULL: no JIT here */
};

/* ---- smart case */

static bool
is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

static bool
is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F');
}

/* How many bytes an escape takes: \S, \x4F, \pL, \p{Lu}, \cA. */
static size_t
escape_len(struct str at)
{
    size_t len = at.len < 2 ? at.len : 2;
    char kind = at.len < 2 ? '\0' : at.at[1];

    if (kind == '\0' || !strchr("xpPcNokg", kind))
        return len;
    if (at.len > 2 && at.at[2] == '{') {
        const char *end = memchr(at.at, '}', at.len);

        return end ? (size_t)(end - at.at) + 1 : at.len;
    }
    if (kind == 'x')
        while (len < at.len && len < 4 && is_hex(at.at[len]))
            len++;
    else if (strchr("pPc", kind) && len < at.len)
        len++;
    return len;
}

/* The letters of (?i), (?P<name>, (?<name>, (*UCP) are no text either. */
static size_t
opening_len(struct str at)
{
    size_t len = 1;

    if (at.len < 2 || (at.at[1] != '?' && at.at[1] != '*'))
        return len;
    for (len = 2; len < at.len && is_letter(at.at[len]);)
        len++;
    if (len + 1 < at.len && at.at[len] == '<' && is_letter(at.at[len + 1])) {
        const char *end = memchr(at.at, '>', at.len);

        return end ? (size_t)(end - at.at) + 1 : at.len;
    }
    return len;
}

static bool
minds_case(struct str pattern)
{
    while (pattern.len > 0) {
        size_t len = 1;

        if (pattern.at[0] == '\\')
            len = escape_len(pattern);
        else if (pattern.at[0] == '(')
            len = opening_len(pattern);
        else if (is_upper(pattern.at[0]))
            return true;
        pattern = str_make(pattern.at + len, pattern.len - len);
    }
    return false;
}

/* ---- making */

static void *
take_memory(PCRE2_SIZE size, void *data)
{
    (void)data;
    return xmalloc(size);
}

static void
give_memory(void *at, void *data)
{
    (void)data;
    free(at);
}

/* How many characters stand in front of this byte. */
static size_t
characters(struct str pattern, size_t at)
{
    size_t count = 0, i;

    for (i = 0; i < at && i < pattern.len; i++)
        count += ((unsigned char)pattern.at[i] & 0xc0) != 0x80;
    return count;
}

static bool
compile(struct regex *regex, struct str pattern, struct err *err)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
                       PCRE2_NEVER_BACKSLASH_C;
    PCRE2_UCHAR words[256];
    PCRE2_SIZE at = 0;
    int why = 0;

    if (!minds_case(pattern))
        options |= PCRE2_CASELESS;
    regex->code = pcre2_compile((PCRE2_SPTR)(pattern.len ? pattern.at : ""),
                                pattern.len, options, &why, &at, NULL);
    if (regex->code)
        return true;
    if (pcre2_get_error_message(why, words, sizeof(words)) < 0)
        words[0] = '\0';
    return err_set_kind(err, ERR_USAGE, "at %zu: %s", characters(pattern, at),
                        (const char *)words);
}

struct regex *
regex_new(struct str pattern, struct err *err)
{
    struct regex *regex;

    if (pattern.len > REGEX_PATTERN_SIZE) {
        (void)err_set_kind(err, ERR_LIMIT,
                           "a pattern may have %d bytes at most",
                           REGEX_PATTERN_SIZE);
        return NULL;
    }
    regex = xcalloc(1, sizeof(*regex));
    if (!compile(regex, pattern, err)) {
        regex_free(regex);
        return NULL;
    }
    regex->memory =
        pcre2_general_context_create(take_memory, give_memory, NULL);
    regex->limits = pcre2_match_context_create(regex->memory);
    (void)pcre2_set_match_limit(regex->limits, REGEX_MATCH_LIMIT);
    (void)pcre2_set_heap_limit(regex->limits, HEAP_LIMIT);
    regex->match = pcre2_match_data_create(1, regex->memory);
    if (pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE) == 0)
        regex->stack =
            pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, regex->memory);
    if (regex->stack)
        pcre2_jit_stack_assign(regex->limits, NULL, regex->stack);
    return regex;
}

void
regex_free(struct regex *regex)
{
    if (!regex)
        return;
    pcre2_jit_stack_free(regex->stack);
    pcre2_match_data_free(regex->match);
    pcre2_match_context_free(regex->limits);
    pcre2_code_free(regex->code);
    pcre2_general_context_free(regex->memory);
    free(regex);
}

/* ---- matching */

enum regex_answer
regex_match(const struct regex *regex, struct str text, size_t from,
            struct span *span)
{
    PCRE2_SPTR at = (PCRE2_SPTR)(text.len ? text.at : "");
    const PCRE2_SIZE *ends;
    int found;

    if (from > text.len)
        return REGEX_NO;
    found = pcre2_match(regex->code, at, text.len, from, 0, regex->match,
                        regex->limits);
    if (found == PCRE2_ERROR_NOMATCH)
        return REGEX_NO;
    /* A limit, and whatever else ends a match without an answer. */
    if (found < 0)
        return REGEX_TOO_HARD;
    ends = pcre2_get_ovector_pointer(regex->match);
    /* \K inside of a lookahead can put the start behind the end. */
    if (span)
        *span = (struct span){
            .at = ends[0] < ends[1] ? ends[0] : ends[1],
            .len = ends[0] < ends[1] ? ends[1] - ends[0] : 0,
        };
    return REGEX_YES;
}
