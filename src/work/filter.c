#include "config.h"

#include "work/filter_private.h"

#include "base/mem.h"
#include "base/nearest.h"

#include <stdlib.h>

#define PIECES_SIZE ((size_t)1 << 20) /* bytes of a row that are looked at */
#define REGEX_PREFIX "re:"

/* The text being taken apart; `at` is what comes next. */
struct parser {
    struct filter *filter;
    struct str text;
    size_t at;
};

static bool
is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct str
rest_of(const struct parser *parser)
{
    return str_make(parser->text.at + parser->at,
                    parser->text.len - parser->at);
}

static void
skip_blanks(struct parser *parser)
{
    while (parser->at < parser->text.len &&
           is_blank(parser->text.at[parser->at]))
        parser->at++;
}

/* Step over `prefix` if it comes next. */
static bool
skip(struct parser *parser, const char *prefix)
{
    if (!str_starts(rest_of(parser), prefix))
        return false;
    parser->at += strlen(prefix);
    return true;
}

/* The field whose name and ':' come next; steps over them. */
static const struct field *
take_field(struct parser *parser)
{
    const struct kind *kind = parser->filter->kind;
    struct str rest = rest_of(parser);

    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        size_t len = strlen(field->name);

        if (rest.len > len && rest.at[len] == ':' &&
            str_starts(rest, field->name)) {
            parser->at += len + 1;
            return field;
        }
    }
    return NULL;
}

/* Up to the next blank, or between quotes; false: the quote is open. */
static bool
take_value(struct parser *parser, struct str *value)
{
    struct str rest = rest_of(parser);
    size_t len = 0;

    if (rest.len > 0 && (rest.at[0] == '"' || rest.at[0] == '\'')) {
        const char *end = memchr(rest.at + 1, rest.at[0], rest.len - 1);

        if (!end)
            return false;
        *value = str_make(rest.at + 1, (size_t)(end - rest.at) - 1);
        parser->at += value->len + 2;
        return true;
    }
    while (len < rest.len && !is_blank(rest.at[len]))
        len++;
    *value = str_make(rest.at, len);
    parser->at += len;
    return true;
}

/* One term; where it is wrong, parser->at is the place. */
static bool
take_term(struct parser *parser, struct term *term, struct err *err)
{
    size_t begin = parser->at, place;
    struct str head;
    bool is_regex;

    term->is_excluding = skip(parser, "!");
    term->field = take_field(parser);
    is_regex = skip(parser, REGEX_PREFIX);
    place = parser->at;
    head = str_make(parser->text.at + begin, place - begin);
    if (!take_value(parser, &term->text))
        return err_set_kind(err, ERR_USAGE, "%.*s%c is not closed",
                            STR_ARGS(head), parser->text.at[place]);
    if (term->text.len == 0) {
        head.len = parser->at - begin;
        parser->at = place;
        return err_set_kind(err, ERR_USAGE, "a word is missing behind '%.*s'",
                            STR_ARGS(head));
    }
    if (!is_regex)
        return true;
    term->regex = regex_new(term->text, err);
    if (term->regex)
        return true;
    parser->at = place;
    return err_while(err, "re");
}

static bool
parse(struct parser *parser, struct err *err)
{
    struct filter *filter = parser->filter;

    for (;;) {
        skip_blanks(parser);
        if (parser->at >= parser->text.len)
            return true;
        if (filter->count == FILTER_TERMS)
            return err_set_kind(err, ERR_LIMIT, "a filter has %d terms at most",
                                FILTER_TERMS);
        if (!take_term(parser, &filter->terms[filter->count], err))
            return false;
        filter->count++;
    }
}

struct filter *
filter_new(const struct kind *kind, struct str text, size_t *at,
           struct err *err)
{
    struct filter *filter;
    struct parser parser;

    if (text.len > FILTER_LIMIT) {
        if (at)
            *at = FILTER_LIMIT;
        (void)err_set_kind(err, ERR_LIMIT, "a filter has %d bytes at most",
                           FILTER_LIMIT);
        return NULL;
    }
    filter = xcalloc(1, sizeof(*filter));
    filter->kind = kind;
    filter->text = xstrndup(text.len ? text.at : "", text.len);
    buf_init(&filter->cells, PIECES_SIZE);
    buf_init(&filter->field, PIECES_SIZE);
    parser = (struct parser){.filter = filter,
                             .text = str_make(filter->text, text.len)};
    if (parse(&parser, err))
        return filter;
    if (at)
        *at = parser.at;
    filter_free(filter);
    return NULL;
}

void
filter_free(struct filter *filter)
{
    if (!filter)
        return;
    for (size_t i = 0; i < filter->count; i++)
        regex_free(filter->terms[i].regex);
    buf_release(&filter->cells);
    buf_release(&filter->field);
    free(filter->text);
    free(filter);
}

/* What stands before the first ':' when it could be the name of a field. */
static struct str
field_meant(const struct term *term)
{
    struct str rest = term->text, name;

    if (term->field || term->regex || !str_cut(&rest, ':', &name) || !rest.at)
        return str_of("");
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] < 'a' || name.at[i] > 'z')
            return str_of("");
    return name;
}

void
filter_hint(struct buf *out, const struct filter *filter)
{
    const struct kind *kind = filter->kind;
    struct str name = str_of("");
    struct nearest nearest;

    for (size_t i = 0; i < filter->count && name.len == 0; i++)
        name = field_meant(&filter->terms[i]);
    if (name.len == 0)
        return;
    nearest_begin(&nearest, name);
    (void)buf_addf(out, "no field is called %.*s", STR_ARGS(name));
    for (size_t i = 0; i < kind->field_count; i++)
        nearest_try(&nearest, kind->fields[i].name);
    nearest_say(out, &nearest);
    if (nearest.word)
        return;
    (void)buf_add_text(out, "; there are");
    for (size_t i = 0; i < kind->field_count; i++)
        (void)buf_addf(out, " %s:", kind->fields[i].name);
}

bool
filter_is_live(const struct filter *filter)
{
    for (size_t i = 0; i < filter->count; i++)
        if (filter->terms[i].field && filter->terms[i].field->is_live)
            return true;
    return false;
}

bool
filter_is_empty(const struct filter *filter)
{
    return filter->count == 0;
}

bool
filter_is_too_hard(const struct filter *filter)
{
    return filter->is_too_hard;
}
