#include "config.h"

#include "ui/views/inspect.h"

#include "base/text.h"
#include "ui/widgets/menu.h"

static const struct {
    const char *name;
    char key;
    enum tree_form form;
} forms[INSPECT_COPIES] = {
    {"value", 'v', TREE_VALUE},
    {"path", 'p', TREE_PATH},
    {"JSON", 'J', TREE_JSON},
};

void
inspect_copy_init(struct inspect *inspect)
{
    for (size_t i = 0; i < INSPECT_COPIES; i++)
        buf_init(&inspect->copies[i], APP_COPY_MAX);
}

void
inspect_copy_release(struct inspect *inspect)
{
    for (size_t i = 0; i < INSPECT_COPIES; i++)
        buf_release(&inspect->copies[i]);
}

static void
chosen(void *data, size_t index)
{
    struct inspect *inspect = data;

    app_copy(inspect->view.app, &inspect->copies[index], forms[index].name);
}

static bool
is_harmless(struct str text)
{
    while (text.len > 0) {
        uint32_t code;
        size_t len = text_decode(text, &code);

        if (code == TEXT_INVALID || !text_is_harmless(code))
            return false;
        text = str_make(text.at + len, text.len - len);
    }
    return true;
}

/* A shell into which it is pasted would obey what is in a bare value: a line
 * break runs a command. JSON and paths have all of that escaped. */
static const char *
refuse(const struct inspect *inspect, size_t index)
{
    if (forms[index].form != TREE_VALUE)
        return NULL;
    if (tree_is_on_group(&inspect->tree))
        return "there are several: copy them as JSON";
    if (!is_harmless(buf_str(&inspect->copies[index])))
        return "it has control characters: copy it as JSON";
    return inspect->copies[index].len == 0 && !inspect->copies[index].is_full
               ? "it is empty"
               : NULL;
}

void
inspect_open_copy_menu(struct inspect *inspect)
{
    struct menu_owner owner = {.chosen = chosen, .data = inspect};
    struct menu_entry entries[INSPECT_COPIES];
    struct err err;

    for (size_t i = 0; i < INSPECT_COPIES; i++) {
        struct buf *copy = &inspect->copies[i];

        buf_clear(copy);
        (void)tree_copy(&inspect->tree, forms[i].form, copy);
        entries[i] = (struct menu_entry){
            .key = forms[i].key,
            .words = forms[i].name,
            .help = buf_text(copy),
            .refuse = refuse(inspect, i),
        };
    }
    if (!menu_open(inspect->view.app, "Copy of this line", entries,
                   INSPECT_COPIES, refuse(inspect, 0) ? INSPECT_COPIES - 1 : 0,
                   &owner, &err))
        app_say(inspect->view.app, MESSAGE_ERROR, "%s", err.text);
}
