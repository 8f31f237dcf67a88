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

bool
golden_is(struct world *world, const char *name)
{
    char file[256];

    (void)snprintf(file, sizeof(file), "%s.txt", name);
    return golden_file_is(file, world_picture(world, true));
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
        print_message("%s is not as it was. It was:\n%s\nIt is:\n%s\n", name,
                      expected, picture);
    free(expected);
    return is_equal;
}
