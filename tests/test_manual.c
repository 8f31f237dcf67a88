/*
 * The manual page as it was built: whatever can be asked for stands in it.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "ui/keys/keymap.h"
#include "work/kind.h"
#include "work/option.h"

#include <stdio.h>

static struct buf manual = BUF_INIT((size_t)1 << 20);

static int
manual_read(void **state)
{
    FILE *file = fopen(MANUAL, "r");
    char chunk[4096];
    size_t count;

    (void)state;
    while (file && (count = fread(chunk, 1, sizeof(chunk), file)) > 0)
        (void)buf_add(&manual, chunk, count);
    return file ? fclose(file) : -1;
}

static int
manual_release(void **state)
{
    (void)state;
    buf_release(&manual);
    return 0;
}

/* An item of this name, hyphens as roff has them. */
static void
assert_item(const char *name)
{
    struct buf line = BUF_INIT(256);

    (void)buf_add_text(&line, "\n.B ");
    for (; *name; name++)
        (void)buf_addf(&line, "%s%c", *name == '-' ? "\\" : "", *name);
    if (!strstr(buf_text(&manual), buf_text(&line)))
        fail_msg("the manual lacks%s", buf_text(&line));
    buf_release(&line);
}

static void
every_action_option_column_and_field_is_an_item(void **state)
{
    static const struct kind *const kinds[] = {&container_kind, &image_kind};

    (void)state;
    for (unsigned i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
        assert_item(action_info((enum action)i)->name);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        assert_item(option_table[i].name);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        for (size_t k = 0; k < kinds[i]->column_count; k++)
            assert_item(kinds[i]->columns[k].name);
        for (size_t k = 0; k < kinds[i]->field_count; k++)
            assert_item(kinds[i]->fields[k].name);
    }
}

static void
every_command_is_an_item(void **state)
{
    static const char *const names[] = {"set",  "alias",  "columns",
                                        "bind", "source", "screenshot"};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        assert_item(names[i]);
}

static void
every_map_has_a_section_of_keys(void **state)
{
    (void)state;
    for (unsigned i = 0; i < KEYMAP_COUNT; i++) {
        char line[64];

        (void)snprintf(line, sizeof(line), "\n.SS %s\n.TP\n",
                       keymap_name((enum keymap_id)i));
        if (!strstr(buf_text(&manual), line))
            fail_msg("the manual lacks%s", line);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_action_option_column_and_field_is_an_item),
        cmocka_unit_test(every_command_is_an_item),
        cmocka_unit_test(every_map_has_a_section_of_keys),
    };

    return cmocka_run_group_tests_name("manual", tests, manual_read,
                                       manual_release);
}
