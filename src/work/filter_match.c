#include "config.h"

#include "work/filter_private.h"

#include "base/text.h"

/* As long as the id that is shown; a longer word may be a pasted id. */
#define ID_SHOWN 12

/* Those of the cells that do not change with each sample. */
static struct str
cells_of(struct filter *filter, const void *row,
         const struct cell_context *context)
{
    const struct kind *kind = filter->kind;

    if (filter->has_cells)
        return buf_str(&filter->cells);
    buf_clear(&filter->cells);
    for (size_t i = 0; i < kind->column_count; i++) {
        if (kind->columns[i].is_live)
            continue;
        (void)kind->columns[i].say(&filter->cells, row, context);
        (void)buf_add_char(&filter->cells, '\0');
    }
    filter->has_cells = true;
    return buf_str(&filter->cells);
}

/* ---- pieces ---- */

typedef bool (*piece_fn)(struct str piece, struct str text);

static bool
any_piece(struct str pieces, piece_fn matches, struct str text)
{
    struct str piece;

    /* There is a NUL behind the last one, too. */
    while (str_cut(&pieces, '\0', &piece) && pieces.at)
        if (matches(piece, text))
            return true;
    return false;
}

static bool
piece_has_text(struct str piece, struct str text)
{
    return text_contains(piece, text);
}

/* For the smart case: what is as short as the text has it at its beginning or
 * nowhere. */
static bool
piece_has_word(struct str piece, struct str text)
{
    const char *end = piece.at + piece.len;
    struct str word;

    while (str_cut(&piece, ' ', &word) && (size_t)(end - word.at) >= text.len)
        if (text_contains(str_make(word.at, text.len), text))
            return true;
    return false;
}

static bool
piece_is_label(struct str piece, struct str text)
{
    struct str name, wanted;

    (void)str_cut(&piece, '=', &name);
    (void)str_cut(&text, '=', &wanted);
    if (!text.at)
        return text_contains(name, wanted);
    return str_equal(name, wanted) && text_contains(piece, text);
}

static bool
is_number(struct str text)
{
    unsigned long long number;

    return str_to_u64(text, &number);
}

static piece_fn
piece_matcher(const struct term *term)
{
    switch (term->field->type) {
    case FIELD_TEXT:
        return piece_has_text;
    case FIELD_WORD:
        return piece_has_word;
    case FIELD_LABEL:
        return piece_is_label;
    case FIELD_NUMBER:
        return is_number(term->text) ? str_equal : piece_has_text;
    }
    return piece_has_text;
}

/* ---- terms ---- */

static bool
regex_matches(struct filter *filter, const struct term *term, struct str pieces)
{
    struct str piece;

    while (str_cut(&pieces, '\0', &piece) && pieces.at) {
        switch (regex_match(term->regex, piece, 0, NULL)) {
        case REGEX_YES:
            return true;
        case REGEX_NO:
            break;
        case REGEX_TOO_HARD:
            filter->is_too_hard = true;
            return false;
        }
    }
    return false;
}

static bool
field_matches(struct filter *filter, const struct term *term, const void *row,
              const struct cell_context *context)
{
    struct str pieces;

    buf_clear(&filter->field);
    term->field->say(&filter->field, row, context);
    pieces = buf_str(&filter->field);
    if (term->regex)
        return regex_matches(filter, term, pieces);
    return any_piece(pieces, piece_matcher(term), term->text);
}

static bool
term_matches(struct filter *filter, const struct term *term, const void *row,
             const struct cell_context *context)
{
    struct str cells;

    if (term->field)
        return field_matches(filter, term, row, context);
    cells = cells_of(filter, row, context);
    if (term->regex)
        return regex_matches(filter, term, cells);
    /* No word has a NUL in it, so none is found across two cells. */
    if (text_contains(cells, term->text))
        return true;
    return term->text.len > ID_SHOWN &&
           text_contains(str_of(filter->kind->row_id(row)), term->text);
}

bool
filter_matches(struct filter *filter, const void *row,
               const struct cell_context *context)
{
    filter->has_cells = false;
    for (size_t i = 0; i < filter->count; i++) {
        const struct term *term = &filter->terms[i];

        if (filter->is_too_hard ||
            term_matches(filter, term, row, context) == term->is_excluding)
            return false;
    }
    return !filter->is_too_hard;
}
