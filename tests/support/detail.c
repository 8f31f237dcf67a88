#include "config.h"

#include "support/detail.h"

#include "support/golden.h"

#include <stdio.h>

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

bool
detail_is_as_painted(struct detail *detail, const char *name, struct size size,
                     bool roles)
{
    char file[256];

    (void)snprintf(file, sizeof(file), "%s.txt", name);
    return golden_file_is(file, detail_picture(detail, size, roles));
}
