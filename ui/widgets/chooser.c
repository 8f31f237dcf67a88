#include "config.h"

#include "ui/widgets/chooser.h"

#include "ui/widgets/app.h"

#define TITLE "Columns: "
#define KEEP "Enter keep"
#define KEYS "  Space show  K J move  - + width  0 as needed  r reset"
#define HELP_SIZE 1024

struct line {
    size_t column;
    unsigned width; /* 0: as it needs */
    bool is_on;
};

struct chooser {
    struct view view;
    const struct column *columns;
    struct line lines[TABLE_COLUMNS];
    size_t count;
    size_t index;
    struct chooser_owner owner;
};

static int
height(const struct view *view, int width)
{
    (void)width;
    return (int)((const struct chooser *)view)->count + 1;
}

/* ---- drawing ------------------------------------------------------------ */

static int
name_width(const struct chooser *chooser)
{
    size_t widest = 0;

    for (size_t i = 0; i < chooser->count; i++) {
        size_t width = text_width(str_of(chooser->columns[i].name));

        if (width > widest)
            widest = width;
    }
    return (int)widest;
}

static void
render_line(const struct chooser *chooser, struct canvas *canvas, int y,
            size_t index, int names)
{
    const struct line *line = &chooser->lines[index];
    const struct column *column = &chooser->columns[line->column];
    enum role role = line->is_on ? ROLE_PLAIN : ROLE_DIM;
    struct buf help = BUF_INIT(HELP_SIZE);
    int x = names + 8, width = canvas->size.width;

    (void)canvas_text(canvas, 2, y, role, str_of(line->is_on ? "[x]" : "[ ]"));
    (void)canvas_text(canvas, 6, y, role, str_of(column->name));
    if (line->width > 0)
        (void)canvas_textf(canvas, x, y, ROLE_PLAIN, "%3u", line->width);
    (void)text_fit_end(&help, str_of(column->help),
                       width > x + 5 ? (size_t)(width - x - 5) : 0);
    (void)canvas_text(canvas, x + 5, y, ROLE_DIM, buf_str(&help));
    buf_release(&help);
    if (index != chooser->index)
        return;
    (void)canvas_text(canvas, 0, y, ROLE_PLAIN, str_of(">"));
    canvas_paint(canvas, 0, y, canvas->size.width, ROLE_SELECTED);
}

static size_t
first_shown(const struct chooser *chooser, int lines)
{
    if (lines <= 0 || chooser->index < (size_t)lines)
        return 0;
    return chooser->index - (size_t)lines + 1;
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct chooser *chooser = (const struct chooser *)view;
    int width = canvas->size.width, lines = canvas->size.height - 1;
    int names = name_width(chooser);
    size_t index = first_shown(chooser, lines);

    canvas_fill(canvas, 0, 0, width, ROLE_QUESTION);
    (void)canvas_text(canvas, 1, 0, ROLE_QUESTION, str_of(TITLE KEEP KEYS));
    for (int y = 1; y <= lines && index < chooser->count; y++, index++)
        render_line(chooser, canvas, y, index, names);
}

/* ---- keys --------------------------------------------------------------- */

/* Where a column is as the table has it: all in their order, then those that
 * are shown only when they are chosen. */
static void
put_as_they_come(const struct chooser *chooser, struct line *lines)
{
    size_t at = 0;

    for (int optional = 0; optional < 2; optional++)
        for (size_t i = 0; i < chooser->count; i++)
            if (chooser->columns[i].is_optional == (optional != 0))
                lines[at++] = (struct line){.column = i, .is_on = !optional};
}

static void
move(struct chooser *chooser, bool is_down)
{
    size_t from = chooser->index;
    size_t to = is_down ? from + 1 : from - 1;
    struct line line = chooser->lines[from];

    if (to >= chooser->count) /* also below 0 */
        return;
    chooser->lines[from] = chooser->lines[to];
    chooser->lines[to] = line;
    chooser->index = to;
}

/* From "as it needs" the first step leads to its least width. */
static void
widen(struct chooser *chooser, bool is_wider)
{
    struct line *line = &chooser->lines[chooser->index];

    if (line->width == 0)
        line->width = chooser->columns[line->column].width_min;
    else if (is_wider && line->width < CHOOSER_WIDTH_MAX)
        line->width++;
    else if (!is_wider && line->width > 1)
        line->width--;
}

static bool
is_as_it_comes(const struct chooser *chooser)
{
    struct line usual[TABLE_COLUMNS];

    put_as_they_come(chooser, usual);
    for (size_t i = 0; i < chooser->count; i++) {
        const struct line *line = &chooser->lines[i];

        /* The order of what is not shown is of no matter. */
        if (line->is_on != usual[i].is_on || line->width != 0 ||
            (line->is_on && line->column != usual[i].column))
            return false;
    }
    return true;
}

static void
keep(struct chooser *chooser)
{
    struct table_choice choice[TABLE_COLUMNS];
    struct chooser_owner owner = chooser->owner;
    struct app *app = chooser->view.app;
    size_t count = 0;

    for (size_t i = 0; i < chooser->count; i++)
        if (chooser->lines[i].is_on)
            choice[count++] = (struct table_choice){
                .column = chooser->lines[i].column,
                .width = chooser->lines[i].width,
            };
    if (count == 0)
        return; /* a table without columns shows nothing */
    if (is_as_it_comes(chooser))
        count = 0;
    app_close_dialog(app);
    owner.chosen(owner.data, choice, count);
}

static bool
take_letter(struct chooser *chooser, uint32_t code)
{
    struct line *line = &chooser->lines[chooser->index];

    switch (code) {
    case ' ':
        line->is_on = !line->is_on;
        return true;
    case 'J':
    case 'K':
        move(chooser, code == 'J');
        return true;
    case '+':
    case '-':
        widen(chooser, code == '+');
        return true;
    case '0':
        line->width = 0;
        return true;
    case 'r':
        put_as_they_come(chooser, chooser->lines);
        return true;
    default:
        return false;
    }
}

static enum handled
take_key(struct view *view, const struct key *key)
{
    struct chooser *chooser = (struct chooser *)view;

    if (key->is_pasted)
        return HANDLED;
    if (key->modifiers != 0)
        return NOT_HANDLED;
    view_mark(view);
    if (key->code == KEYCODE_ENTER) {
        keep(chooser);
        return HANDLED;
    }
    return take_letter(chooser, key->code) ? HANDLED : NOT_HANDLED;
}

static enum handled
act(struct view *view, enum action action)
{
    struct chooser *chooser = (struct chooser *)view;
    size_t last = chooser->count - 1;

    switch (action) {
    case ACTION_UP:
        chooser->index -= chooser->index > 0;
        break;
    case ACTION_DOWN:
        chooser->index += chooser->index < last;
        break;
    case ACTION_TOP:
        chooser->index = 0;
        break;
    case ACTION_BOTTOM:
        chooser->index = last;
        break;
    default:
        return NOT_HANDLED;
    }
    view_mark(view);
    return HANDLED;
}

/* A press on a line shows or hides the column; one on "Enter keep" is that. */
static enum handled
click(struct view *view, struct point point, enum click click)
{
    struct chooser *chooser = (struct chooser *)view;
    size_t index = first_shown(chooser, view->size.height - 1);
    int keep_at = 1 + (int)sizeof(TITLE) - 1;

    if (click == CLICK_WHEEL_UP || click == CLICK_WHEEL_DOWN)
        return act(view, click == CLICK_WHEEL_UP ? ACTION_UP : ACTION_DOWN);
    view_mark(view);
    if (point.y == 0) {
        if (point.x >= keep_at && point.x < keep_at + (int)sizeof(KEEP) - 1)
            keep(chooser);
        return HANDLED;
    }
    index += (size_t)(point.y - 1);
    if (index < chooser->count) {
        chooser->index = index;
        chooser->lines[index].is_on = !chooser->lines[index].is_on;
    }
    return HANDLED;
}

static const enum keymap_id maps[] = {KEYMAP_LIST};

static const struct view_ops chooser_ops = {
    .name = "chooser",
    .size = sizeof(struct chooser),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .render = render,
    .height = height,
    .act = act,
    .key = take_key,
    .click = click,
};

/* Those that may be shown first, in their order, the others behind them. */
static void
take_table(struct chooser *chooser, const struct table *table)
{
    bool is_taken[TABLE_COLUMNS] = {false};

    chooser->columns = table->columns;
    for (size_t i = 0; i < table->choice_count; i++) {
        is_taken[table->choice[i].column] = true;
        chooser->lines[chooser->count++] =
            (struct line){.column = table->choice[i].column,
                          .width = table->choice[i].width,
                          .is_on = true};
    }
    for (size_t i = 0; i < table->column_count; i++)
        if (!is_taken[i])
            chooser->lines[chooser->count++] = (struct line){.column = i};
}

bool
chooser_open(struct app *app, const struct table *table,
             const struct chooser_owner *owner, struct err *err)
{
    struct view *view = app_open_dialog(app, &chooser_ops, NULL, err);
    struct chooser *chooser = (struct chooser *)view;

    if (!view)
        return false;
    take_table(chooser, table);
    chooser->owner = *owner;
    return true;
}
