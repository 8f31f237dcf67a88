#include "config.h"

#include "ui/widgets/app_private.h"
#include "ui/widgets/header.h"
#include "ui/widgets/keybar.h"
#include "ui/widgets/titleline.h"

bool
app_is_too_small(const struct app *app)
{
    return app->size.width < SCREEN_WIDTH_MIN ||
           app->size.height < SCREEN_HEIGHT_MIN;
}

void
app_resize(struct app *app, struct size size)
{
    app->size = size;
    app->is_dirty = true;
    app->is_urgent = true;
}

bool
app_is_dirty(const struct app *app)
{
    if (app->is_dirty || app->has_totals)
        return true;
    for (size_t i = 0; i < app->layer_count; i++)
        if (app->layers[i].view->dirty)
            return true;
    return false;
}

bool
app_is_urgent(const struct app *app)
{
    return app->is_urgent;
}

static void
render_too_small(struct canvas *canvas)
{
    (void)canvas_text(canvas, 0, 0, ROLE_PLAIN, str_of("too small"));
    (void)canvas_textf(canvas, 0, 1, ROLE_DIM, "%dx%d at least",
                       SCREEN_WIDTH_MIN, SCREEN_HEIGHT_MIN);
}

/* How many lines the bottom takes: the key bar one, dialogs and messages what
 * they want as long as some of the view stays. */
static int
bottom_height(const struct app *app)
{
    const struct view *view = app_dialog(app);
    int most = app->size.height - 3;
    int want = 1;

    if (view)
        want = view->ops->height(view, app->size.width);
    else if (message_is_open(&app->message))
        want = message_height(&app->message, app->size.width);
    if (want > most)
        want = most;
    return want > 0 ? want : 1;
}

static void
render_bottom(const struct app *app, struct canvas *canvas)
{
    const struct view *view = app_dialog(app);

    if (view)
        view->ops->render(view, canvas);
    else if (message_is_open(&app->message))
        message_render(&app->message, canvas);
    else if (app_main_view(app))
        keybar_render(app_main_view(app), app->wiring.keymap, canvas);
}

/* A view that is made of views draws their titles itself, and of a picture that
 * is kept what changed. */
static void
render_main(struct view *view, struct canvas *canvas)
{
    bool has_title = !view->ops->focus;
    struct canvas line = canvas_part(canvas, 0, 0, canvas->size.width, 1);
    struct canvas part = canvas_part(canvas, 0, has_title, canvas->size.width,
                                     canvas->size.height - has_title);

    /* The title may say how much of it is seen. */
    view_layout(view, part.size);
    if (has_title && canvas->grid->is_kept)
        canvas_clear(&part);
    if (has_title)
        titleline_render(&line, view, 0, TITLELINE_ALONE);
    view->ops->render(view, &part);
}

static void
render_screen(struct app *app, struct canvas *screen)
{
    struct view *view = app_main_view(app);
    int width = screen->size.width, height = screen->size.height;
    int bottom = app->bottom;
    struct canvas part = canvas_part(screen, 0, 0, width, 1);

    canvas_clear(&part);
    header_render(&part, app_store(app), loop_now(app->wiring.loop));
    if (view) {
        part = canvas_part(screen, 0, 1, width, height - 1 - bottom);
        render_main(view, &part);
    }
    part = canvas_part(screen, 0, height - bottom, width, bottom);
    canvas_clear(&part);
    if (app_dialog(app))
        view_layout(app_dialog(app), part.size);
    render_bottom(app, &part);
}

/* Whether the grid has the last picture, and nothing but views changed. */
static bool
can_keep(const struct app *app, const struct grid *grid, int bottom)
{
    return grid->picture != 0 && grid->picture == app->pictures &&
           grid->size.width == app->size.width &&
           grid->size.height == app->size.height && !app->is_dirty &&
           !app->is_masking && bottom == app->bottom &&
           app_main_view(app) == app->drawn;
}

static void
begin_anew(struct app *app, struct grid *grid)
{
    grid_resize(grid, app->size);
    if (app_main_view(app))
        view_mark(app_main_view(app));
}

void
app_render(struct app *app, struct grid *grid)
{
    int bottom = bottom_height(app);
    struct canvas screen;

    if (can_keep(app, grid, bottom))
        grid_keep(grid);
    else
        begin_anew(app, grid);
    app->is_kept = grid->is_kept;
    app->bottom = bottom;
    app->drawn = app_main_view(app);
    screen = canvas_whole(grid);
    if (app_is_too_small(app))
        render_too_small(&screen);
    else
        render_screen(app, &screen);
    for (size_t i = 0; i < app->layer_count; i++)
        app->layers[i].view->dirty = false;
    app->is_dirty = app->has_totals = app->is_urgent = false;
    grid->picture = ++app->pictures;
}

void
app_render_masked(struct app *app, struct grid *grid)
{
    app->is_masking = true;
    app_render(app, grid);
    app->is_masking = false;
    app_mark(app);
}

bool
app_is_masking(const struct app *app)
{
    return app->is_masking;
}

void
app_shown(struct app *app)
{
    struct view *view = app_main_view(app);

    if (view && view->ops->shown && !app_is_too_small(app))
        view->ops->shown(view);
}

static uint64_t
earlier(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0)
        return a ? a : b;
    return a < b ? a : b;
}

uint64_t
app_next_tick(struct app *app)
{
    const struct view *view = app_main_view(app);
    uint64_t next;

    if (app_is_too_small(app))
        return 0;
    next = header_next_tick(app_store(app), loop_now(app->wiring.loop));
    if (view && view->ops->next_tick)
        next = earlier(next, view->ops->next_tick(view));
    /* What was not drawn again still waits for the tick that was due. */
    if (app->is_kept)
        next = earlier(next, app->tick);
    app->tick = next;
    return next;
}

void
app_tick(struct app *app)
{
    app->is_dirty = true;
}

void
app_mark(struct app *app)
{
    app->is_dirty = true;
}
