#include "config.h"

#include "ui/widgets/menu.h"

#include "base/mem.h"
#include "ui/widgets/app.h"

#include <stdlib.h>

struct entry {
    char key; /* or 0 */
    char *words, *help, *refuse;
};

struct menu {
    struct view view;
    char *title;
    struct entry entries[MENU_ENTRIES];
    size_t count;
    size_t index;
    const char *said; /* why what was chosen cannot be; NULL: the title */
    struct menu_owner owner;
};

static bool
open_menu(struct view *view, struct app *app, const char *target,
          struct err *err)
{
    (void)app;
    (void)err;
    ((struct menu *)view)->title = xstrdup(target);
    return true;
}

static void
close_menu(struct view *view)
{
    struct menu *menu = (struct menu *)view;

    for (size_t i = 0; i < menu->count; i++) {
        free(menu->entries[i].words);
        free(menu->entries[i].help);
        free(menu->entries[i].refuse);
    }
    free(menu->title);
}

/* ---- drawing ------------------------------------------------------------ */

static int
height(const struct view *view, int width)
{
    (void)width;
    return (int)((const struct menu *)view)->count + 1;
}

static int
words_width(const struct menu *menu)
{
    size_t widest = 0;

    for (size_t i = 0; i < menu->count; i++) {
        size_t width = text_width(str_of(menu->entries[i].words));

        if (width > widest)
            widest = width;
    }
    return (int)widest;
}

static size_t
first_shown(const struct menu *menu, int lines)
{
    size_t height = lines > 0 ? (size_t)lines : 1;

    return menu->index >= height ? menu->index - height + 1 : 0;
}

static void
render_entry(const struct menu *menu, struct canvas *canvas, int y,
             size_t index, int words)
{
    const struct entry *entry = &menu->entries[index];
    const char *help = entry->refuse ? entry->refuse : entry->help;
    struct buf cut = BUF_INIT(1024);
    int x = 2;

    if (entry->key)
        (void)canvas_textf(canvas, x, y, ROLE_KEY, "%c", entry->key);
    x = canvas_text(canvas, x + 2, y, entry->refuse ? ROLE_DIM : ROLE_PLAIN,
                    str_of(entry->words));
    if (help[0] && x < words + 6)
        x = words + 6;
    else if (help[0])
        x += 2;
    if (x < canvas->size.width)
        (void)text_fit_end(&cut, str_of(help),
                           (size_t)(canvas->size.width - x));
    (void)canvas_text(canvas, x, y, ROLE_DIM, buf_str(&cut));
    buf_release(&cut);
    if (index != menu->index)
        return;
    (void)canvas_text(canvas, 0, y, ROLE_PLAIN, str_of(">"));
    canvas_paint(canvas, 0, y, canvas->size.width, ROLE_SELECTED);
}

static void
render(const struct view *view, struct canvas *canvas)
{
    const struct menu *menu = (const struct menu *)view;
    int width = canvas->size.width, lines = canvas->size.height - 1;
    int words = words_width(menu);
    size_t index = first_shown(menu, lines);

    canvas_fill(canvas, 0, 0, width, ROLE_QUESTION);
    canvas_field(canvas, 1, 0, width - 2, false, ROLE_QUESTION,
                 str_of(menu->said ? menu->said : menu->title));
    for (int y = 1; y <= lines && index < menu->count; y++, index++)
        render_entry(menu, canvas, y, index, words);
}

/* ---- choosing ----------------------------------------------------------- */

static void
choose(struct menu *menu, size_t index)
{
    struct menu_owner owner = menu->owner;
    struct app *app = menu->view.app;

    menu->index = index;
    menu->said = menu->entries[index].refuse;
    view_mark(&menu->view);
    if (menu->said)
        return;
    app_close_dialog(app);
    owner.chosen(owner.data, index);
}

static enum handled
act(struct view *view, enum action action)
{
    struct menu *menu = (struct menu *)view;
    size_t last = menu->count - 1;

    switch (action) {
    case ACTION_UP:
        menu->index -= menu->index > 0;
        break;
    case ACTION_DOWN:
        menu->index += menu->index < last;
        break;
    case ACTION_TOP:
    case ACTION_PAGE_UP:
    case ACTION_HALF_UP:
        menu->index = 0;
        break;
    case ACTION_BOTTOM:
    case ACTION_PAGE_DOWN:
    case ACTION_HALF_DOWN:
        menu->index = last;
        break;
    default:
        return NOT_HANDLED;
    }
    menu->said = NULL;
    view_mark(view);
    return HANDLED;
}

static enum handled
take_key(struct view *view, const struct key *key)
{
    struct menu *menu = (struct menu *)view;

    if (key->is_pasted)
        return HANDLED;
    if (key->modifiers != 0)
        return NOT_HANDLED;
    if (key->code == KEYCODE_ENTER) {
        choose(menu, menu->index);
        return HANDLED;
    }
    for (size_t i = 0; i < menu->count; i++) {
        if (!menu->entries[i].key ||
            key->code != (uint32_t)menu->entries[i].key)
            continue;
        choose(menu, i);
        return HANDLED;
    }
    return NOT_HANDLED;
}

static enum handled
click(struct view *view, struct point point, enum click click)
{
    struct menu *menu = (struct menu *)view;
    size_t index = first_shown(menu, view->size.height - 1);

    if (click == CLICK_WHEEL_UP || click == CLICK_WHEEL_DOWN)
        return act(view, click == CLICK_WHEEL_UP ? ACTION_UP : ACTION_DOWN);
    if (point.y < 1)
        return HANDLED;
    index += (size_t)(point.y - 1);
    if (index < menu->count)
        choose(menu, index);
    return HANDLED;
}

static const enum keymap_id maps[] = {KEYMAP_LIST};

static const struct view_ops menu_ops = {
    .name = "menu",
    .size = sizeof(struct menu),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .open = open_menu,
    .close = close_menu,
    .render = render,
    .height = height,
    .act = act,
    .key = take_key,
    .click = click,
};

/* ---- opening ------------------------------------------------------------ */

static bool
has_key(const struct menu_entry *entries, size_t count, char key)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i].key == key)
            return true;
    return false;
}

static char *
copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

bool
menu_open(struct app *app, const char *title, const struct menu_entry *entries,
          size_t count, size_t index, const struct menu_owner *owner,
          struct err *err)
{
    struct view *view;
    struct menu *menu;
    char digit = '1';

    if (count == 0 || count > MENU_ENTRIES)
        return err_set_kind(err, ERR_LIMIT, "a menu of %zu entries", count);
    view = app_open_dialog(app, &menu_ops, title, err);
    if (!view)
        return false;
    menu = (struct menu *)view;
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = &menu->entries[i];

        while (digit <= '9' && has_key(entries, count, digit))
            digit++;
        entry->key = entries[i].key;
        if (!entry->key && digit <= '9')
            entry->key = digit++;
        entry->words = xstrdup(entries[i].words);
        entry->help = xstrdup(entries[i].help ? entries[i].help : "");
        entry->refuse = copy(entries[i].refuse);
    }
    menu->count = count;
    menu->index = index < count ? index : 0;
    menu->owner = *owner;
    return true;
}
