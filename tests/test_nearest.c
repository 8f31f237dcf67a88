/*
 * Which word was probably meant.
 */
#include "config.h"

#include "support/test.h"

#include "base/nearest.h"

static void
a_word_that_is_near_was_meant(void **state)
{
    static const struct {
        const char *typed, *said;
    } rows[] = {
        {"projct", "; did you mean project?"},
        {"porject", "; did you mean project?"},
        {"proojectt", "; did you mean project?"},
        {"stat", "; did you mean state?"},
        {"sate", "; did you mean state?"},
        {"nam", "; did you mean name?"},
        {"cpu", "; did you mean cpu?"},
        {"cpus", "; did you mean cpu?"},
        {"http", ""},
        {"c", ""},
        {"", ""},
        {"none of these", ""},
        {"a word that is longer than any name there is", ""},
    };
    static const char *const words[] = {"name", "state", "cpu", "project"};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(256);
        struct nearest nearest;

        nearest_begin(&nearest, str_of(rows[i].typed));
        for (size_t k = 0; k < COUNT(words); k++)
            nearest_try(&nearest, words[k]);
        nearest_say(&out, &nearest);
        if (strcmp(buf_text(&out), rows[i].said) != 0)
            fail_msg("%s: %s", rows[i].typed, buf_text(&out));
        buf_release(&out);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_that_is_near_was_meant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
