#include "config.h"

#include "ui/widgets/keybar.h"

#define GAP 2
#define ENTRY_SIZE 256

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

void
keybar_render(const struct view *view, const struct keymap *keymap,
              struct canvas *canvas)
{
    struct buf keys = BUF_INIT(ENTRY_SIZE);
    const struct view_ops *ops = view_focus(view)->ops;
    int x = 1;

    for (size_t i = 0; i < ops->bar_count; i++) {
        const struct bar_entry *entry = &ops->bar[i];
        struct str words = str_of(
            entry->words ? entry->words : action_info(entry->action)->help);

        buf_clear(&keys);
        if (view_refuse(view, entry->action) ||
            !add_keys(&keys, view, keymap, entry))
            continue;
        /* Half an entry would name a key and not say what it does. */
        if (x + (int)(text_width(buf_str(&keys)) + 1 + text_width(words)) >
            canvas->size.width)
            continue;
        x = canvas_text(canvas, x, 0, ROLE_KEY, buf_str(&keys));
        x = canvas_text(canvas, x + 1, 0, ROLE_KEY_HELP, words) + GAP;
    }
    buf_release(&keys);
}
