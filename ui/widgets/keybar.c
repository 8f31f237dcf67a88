#include "config.h"

#include "ui/widgets/keybar.h"

#define GAP 2
#define ENTRY_SIZE 256
#define NOT_KNOWN (-1)

/* Append the names of the keys of an entry; false when it has none. */
static bool
add_keys(struct buf *out, const struct view *view, const struct keymap *keymap,
         const struct bar_entry *entry)
{
    enum keymap_id maps[KEYMAP_COUNT];
    size_t count = view_maps(view, maps);
    const struct key *key = keymap_key_of(keymap, maps, count, entry->action);

    if (!key)
        return false;
    key_print(out, key);
    if (entry->also == ACTION_NONE)
        return true;
    key = keymap_key_of(keymap, maps, count, entry->also);
    if (key) {
        (void)buf_add_char(out, ' ');
        key_print(out, key);
    }
    return true;
}

/* One entry as it stands in the bar. */
struct placed {
    int help; /* what it leaves to the help, when that is still to come */
    const struct bar_entry *entry;
    struct buf keys;
    struct str words;
    int x, width;
};

static const char *
words_of(const struct view *view, const struct bar_entry *entry)
{
    const char *words = NULL;

    if (view->ops->words)
        words = view->ops->words(view, entry->action);
    if (!words)
        words = entry->words;
    return words ? words : action_info(entry->action)->help;
}

/* False when it cannot be done now or is not bound. */
static bool
measure(struct placed *placed, const struct view *view,
        const struct keymap *keymap, const struct bar_entry *entry)
{
    buf_clear(&placed->keys);
    if (view_refuse(view, entry->action) ||
        !add_keys(&placed->keys, view, keymap, entry))
        return false;
    placed->entry = entry;
    placed->words = str_of(words_of(view, entry));
    placed->width = (int)(text_width(buf_str(&placed->keys)) + 1 +
                          text_width(placed->words));
    return true;
}

/* What entries leave to the help: who knows one key only must find the others.
 */
static int
room_for_help(const struct view *view, const struct keymap *keymap)
{
    const struct view_ops *ops = view_focus(view)->ops;
    struct placed help = {.keys = BUF_INIT(ENTRY_SIZE)};
    int room = 0;

    for (size_t index = 0; index < ops->bar_count; index++)
        if (ops->bar[index].action == ACTION_HELP &&
            measure(&help, view, keymap, &ops->bar[index]))
            room = help.width + GAP;
    buf_release(&help.keys);
    return room;
}

/* The next entry that has room behind *x. False when there is none. */
static bool
next_entry(struct placed *placed, const struct view *view,
           const struct keymap *keymap, int width, size_t *index, int *x)
{
    const struct view_ops *ops = view_focus(view)->ops;

    if (placed->help == NOT_KNOWN)
        placed->help = room_for_help(view, keymap);
    while (*index < ops->bar_count) {
        const struct bar_entry *entry = &ops->bar[(*index)++];

        if (entry->action == ACTION_HELP)
            placed->help = 0;
        if (!measure(placed, view, keymap, entry))
            continue;
        placed->x = *x;
        /* Half an entry would name a key and not say what it does. */
        if (*x + placed->width + placed->help > width)
            continue;
        *x += placed->width + GAP;
        return true;
    }
    return false;
}

void
keybar_render(const struct view *view, const struct keymap *keymap,
              struct canvas *canvas)
{
    struct placed placed = {.help = NOT_KNOWN, .keys = BUF_INIT(ENTRY_SIZE)};
    size_t index = 0;
    int x = 1;

    while (next_entry(&placed, view, keymap, canvas->size.width, &index, &x)) {
        int at =
            canvas_text(canvas, placed.x, 0, ROLE_KEY, buf_str(&placed.keys));

        (void)canvas_text(canvas, at + 1, 0, ROLE_KEY_HELP, placed.words);
    }
    buf_release(&placed.keys);
}

enum action
keybar_at(const struct view *view, const struct keymap *keymap, int width,
          int x)
{
    struct placed placed = {.help = NOT_KNOWN, .keys = BUF_INIT(ENTRY_SIZE)};
    enum action action = ACTION_NONE;
    size_t index = 0;
    int next = 1;

    while (action == ACTION_NONE &&
           next_entry(&placed, view, keymap, width, &index, &next))
        if (x >= placed.x && x < placed.x + placed.width)
            action = placed.entry->action;
    buf_release(&placed.keys);
    return action;
}
