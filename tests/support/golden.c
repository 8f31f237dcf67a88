#include "config.h"

#include "support/golden.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

#define GOLDEN_SIZE ((size_t)1 << 20)

static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = xcalloc(1, GOLDEN_SIZE);

    if (file) {
        (void)!fread(text, 1, GOLDEN_SIZE - 1, file);
        (void)fclose(file);
    }
    return text;
}

/* The first line that differs: whole pictures are more than one can read, and
 * more than cmocka prints. */
static void
print_difference(const char *name, const char *expected, const char *picture)
{
    struct str is = str_of(picture), was = str_of(expected);
    struct str here = {NULL, 0}, before = {NULL, 0};
    bool has_more = true;
    int line = 0;

    for (; has_more && str_equal(here, before); line++)
        has_more = str_cut(&is, '\n', &here) && str_cut(&was, '\n', &before);
    print_message("%s: line %d was\n%.*s\nand is\n%.*s\n", name, line,
                  STR_ARGS(before), STR_ARGS(here));
}

bool
golden_is(struct world *world, const char *name, bool roles)
{
    char file[256];

    (void)snprintf(file, sizeof(file), "%s.txt", name);
    return golden_file_is(file, world_picture(world, roles));
}

bool
golden_file_is(const char *name, const char *picture)
{
    char path[1024];
    char *expected;
    bool is_equal;

    (void)snprintf(path, sizeof(path), "%s/%s", TEST_SCREENS, name);
    if (getenv("UPDATE")) {
        FILE *file = fopen(path, "w");

        assert_non_null(file);
        (void)fputs(picture, file);
        assert_int_equal(fclose(file), 0);
        return true;
    }
    expected = read_file(path);
    is_equal = strcmp(picture, expected) == 0;
    if (!is_equal)
        print_difference(name, expected, picture);
    free(expected);
    return is_equal;
}
