#include "config.h"

#include "support/detail.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

#define PICTURE_LIMIT ((size_t)1 << 20)
#define WORDS_LIMIT 1024

void
detail_init(struct detail *detail, struct world *world,
            const struct view_ops *ops)
{
    struct err err;

    *detail = (struct detail){.world = world};
    buf_init(&detail->picture, PICTURE_LIMIT);
    buf_init(&detail->name, WORDS_LIMIT);
    buf_init(&detail->note, WORDS_LIMIT);
    grid_init(&detail->grid);
    detail->view = view_open(ops, world->app, NULL, &err);
    assert_non_null(detail->view);
}

void
detail_release(struct detail *detail)
{
    view_free(detail->view);
    grid_release(&detail->grid);
    buf_release(&detail->picture);
    buf_release(&detail->name);
    buf_release(&detail->note);
}

void
detail_aim(struct detail *detail, const struct ref *ref)
{
    detail->view->ops->aim(detail->view, ref);
}

const char *
detail_picture(struct detail *detail, struct size size, bool roles)
{
    struct view *view = detail->view;
    struct canvas canvas;

    grid_resize(&detail->grid, size);
    canvas = canvas_whole(&detail->grid);
    view_layout(view, size);
    view->ops->render(view, &canvas);
    view->dirty = false;
    buf_clear(&detail->name);
    buf_clear(&detail->note);
    view->ops->title(view, &detail->name, &detail->note);
    buf_clear(&detail->picture);
    (void)buf_addf(&detail->picture, "[%s] [%s]\n", buf_text(&detail->name),
                   buf_text(&detail->note));
    grid_print(&detail->picture, &detail->grid, roles);
    return buf_text(&detail->picture);
}

static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = xcalloc(1, PICTURE_LIMIT);

    if (file) {
        (void)!fread(text, 1, PICTURE_LIMIT - 1, file);
        (void)fclose(file);
    }
    return text;
}

bool
detail_is_as_painted(struct detail *detail, const char *name, struct size size,
                     bool roles)
{
    const char *picture = detail_picture(detail, size, roles);
    char path[1024];
    char *expected;
    bool is_equal;

    (void)snprintf(path, sizeof(path), "%s/%s.txt", TEST_SCREENS, name);
    if (getenv("UPDATE")) {
        FILE *file = fopen(path, "w");

        assert_non_null(file);
        (void)fputs(picture, file);
        assert_int_equal(fclose(file), 0);
        return true;
    }
    expected = read_file(path);
    is_equal = strcmp(expected, picture) == 0;
    if (!is_equal)
        print_error("%s is\n%s\nand should be\n%s\n", name, picture, expected);
    free(expected);
    return is_equal;
}
