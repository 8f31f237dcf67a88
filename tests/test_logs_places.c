/*
 * Places in long lines: found with their help, rows and columns begin where a
 * walk from the line's beginning finds them.
 */
#include "config.h"

#include "support/test.h"

#include "base/mem.h"
#include "ui/views/logs_places.h"

#include <locale.h>
#include <stdlib.h>

#define LENGTH ((size_t)120000)

static const char *const bits[] = {
    "word ",
    "\t",
    "\xe4\xb8\xad",
    "e\xcc\x81",
    "\x1b[31mred\x1b[0m",
    "\x1b[1",
    "\xff",
    "\x1b]0;title\x07",
    "a",
    "\xf0\x9f\x90\xb3",
    "\x01",
    "longer words ",
};

struct sample {
    char text[LENGTH];
    struct logbook_line line;
};

/* The same text for the same seed. */
static struct sample *
sample_new(unsigned seed)
{
    struct sample *sample = xcalloc(1, sizeof(*sample));
    size_t len = 0;

    for (;;) {
        const char *bit;

        seed = seed * 1664525U + 1013904223U;
        bit = bits[(seed >> 16) % COUNT(bits)];
        if (len + strlen(bit) > LENGTH)
            break;
        memcpy(sample->text + len, bit, strlen(bit));
        len += strlen(bit);
    }
    sample->line = (struct logbook_line){.number = seed,
                                         .text = str_make(sample->text, len)};
    return sample;
}

static void
assert_same_place(const struct ansi *found, const struct ansi *walked,
                  unsigned seed, size_t at)
{
    if (found->rest.at != walked->rest.at || found->column != walked->column ||
        found->at != walked->at || found->blanks != walked->blanks ||
        memcmp(&found->ink, &walked->ink, sizeof(found->ink)) != 0)
        fail_msg("seed %u, at %zu: %zu bytes are left, not %zu", seed, at,
                 found->rest.len, walked->rest.len);
}

static void
rows_begin_where_a_walk_finds_them(void **state)
{
    static const size_t widths[] = {1, 2, 7, 40, 133, 5000};
    struct places *places = places_new();

    (void)state;
    for (unsigned seed = 1; seed <= 3; seed++)
        for (size_t i = 0; i < COUNT(widths); i++) {
            struct sample *sample = sample_new(seed);
            struct ansi found, walked;
            size_t rows = 0;

            ansi_begin(&walked, sample->line.text);
            for (;; rows++) {
                struct ansi begin = walked;

                if (!ansi_skip(&walked, widths[i]))
                    break;
                walked.blanks = 0;
                if (rows % 13 != 0)
                    continue;
                assert_true(places_find_row(places, &sample->line, widths[i],
                                            rows, &found));
                assert_same_place(&found, &begin, seed, rows);
            }
            assert_int_equal(
                places_count_rows(places, &sample->line, widths[i]), rows);
            assert_false(places_find_row(places, &sample->line, widths[i],
                                         rows + 1, &found));
            free(sample);
        }
    places_free(places);
}

/* Not at each: a skip may end before a character of two cells, or between the
 * blanks of a tab. */
static void
columns_are_found_from_either_side(void **state)
{
    struct places *places = places_new();
    struct sample *sample = sample_new(7);
    struct ansi end, found;
    struct glyph glyph;
    size_t step = 977;

    (void)state;
    ansi_begin(&end, sample->line.text);
    while (ansi_next(&end, &glyph))
        continue;
    for (size_t round = 0; round < 2; round++) {
        for (size_t at = 0; at < end.column; at += step) {
            size_t column = round == 0 ? end.column - 1 - at : at;

            places_find_column(places, &sample->line, column, &found);
            assert_true(found.column <= column && found.column + 1 >= column);
        }
        places_clear(places);
    }
    places_find_column(places, &sample->line, end.column + 9000, &found);
    assert_false(ansi_next(&found, &glyph));
    free(sample);
    places_free(places);
}

/* Whatever the pieces in which it grows. */
static void
line_that_grows_keeps_its_places(void **state)
{
    struct places *places = places_new();

    (void)state;
    for (unsigned seed = 1; seed <= 5; seed++) {
        struct sample *sample = sample_new(seed);
        struct logbook_line part = sample->line, other = sample->line;

        part.is_open = true;
        for (size_t len = 9001; len < sample->line.text.len;
             len += 7001 + seed) {
            part.text.len = len;
            other.number++;
            other.text.len = len;
            assert_int_equal(places_count_rows(places, &part, 80),
                             places_count_rows(places, &other, 80));
        }
        other.number++;
        other.text = sample->line.text;
        assert_int_equal(places_count_rows(places, &sample->line, 80),
                         places_count_rows(places, &other, 80));
        free(sample);
    }
    places_free(places);
}

static void
line_that_began_anew_has_other_places(void **state)
{
    struct places *places = places_new();
    struct sample *sample = sample_new(3);
    struct logbook_line line = sample->line;
    struct ansi found;

    (void)state;
    assert_true(places_count_rows(places, &line, 10) > 2000);
    line.rewrites = 1;
    line.text.len = 9000;
    assert_true(places_count_rows(places, &line, 10) < 2000);
    assert_false(places_find_row(places, &line, 10, 2000, &found));
    free(sample);
    places_free(places);
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_begin_where_a_walk_finds_them),
        cmocka_unit_test(columns_are_found_from_either_side),
        cmocka_unit_test(line_that_grows_keeps_its_places),
        cmocka_unit_test(line_that_began_anew_has_other_places),
    };

    return cmocka_run_group_tests_name("logs places", tests, set_up, NULL);
}
