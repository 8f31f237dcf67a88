#include "config.h"

#include "ui/views/listing.h"

#include "ui/widgets/chooser.h"
#include "ui/widgets/menu.h"
#include "work/choice.h"

#define TITLE_SIZE 4096

/* ---- sort --------------------------------------------------------------- */

/* The one in use turns around, as a click on its head does. */
static void
sort_chosen(void *data, size_t index)
{
    struct listing *list = data;
    bool is_reverse;
    bool is_same = listing_sort(list, &is_reverse) == index;

    listing_set_sort(list, index, is_same && !is_reverse);
}

void
listing_open_sort_menu(struct listing *list)
{
    const struct kind *kind = list->info->kind;
    struct menu_owner owner = {.chosen = sort_chosen, .data = list};
    struct menu_entry entries[TABLE_COLUMNS];
    bool is_reverse;
    size_t sort = listing_sort(list, &is_reverse);
    struct err err;

    for (size_t i = 0; i < kind->column_count && i < TABLE_COLUMNS; i++)
        entries[i] = (struct menu_entry){
            .words = kind->columns[i].name,
            .help = i != sort ? kind->columns[i].help
                              : "in use; once more turns it around",
        };
    if (!menu_open(list->view.app, "Sort by", entries, kind->column_count, sort,
                   &owner, &err))
        app_say(list->view.app, MESSAGE_ERROR, "%s", err.text);
}

/* ---- columns ------------------------------------------------------------ */

static void
columns_chosen(void *data, const struct table_choice *choice, size_t count)
{
    struct listing *list = data;
    struct app *app = list->view.app;
    struct chosen_column chosen[TABLE_COLUMNS];

    for (size_t i = 0; i < count; i++)
        chosen[i] = (struct chosen_column){
            .column = choice[i].column,
            .width = choice[i].width,
        };
    choices_set(app_choices(app), list->info->kind, chosen, count);
    app_remember(app);
    view_mark(&list->view);
}

void
listing_open_chooser(struct listing *list)
{
    struct chooser_owner owner = {.chosen = columns_chosen, .data = list};
    struct err err;

    if (!chooser_open(list->view.app, &list->table, &owner, &err))
        app_say(list->view.app, MESSAGE_ERROR, "%s", err.text);
}

/* Whether the table shows what was chosen. */
static bool
is_applied(const struct listing *list, const struct choice *choice)
{
    const struct table *table = &list->table;

    if (choice->count == 0)
        return !table->is_chosen;
    if (!table->is_chosen || table->choice_count != choice->count)
        return false;
    for (size_t i = 0; i < choice->count; i++)
        if (table->choice[i].column != choice->at[i].column ||
            table->choice[i].width != choice->at[i].width)
            return false;
    return true;
}

void
listing_apply_choice(struct listing *list)
{
    const struct choices *choices = app_choices(list->view.app);
    const struct choice *choice =
        choices ? choices_of(choices, list->info->kind) : NULL;
    struct table_choice made[CHOICE_COLUMNS];

    if (!choice || is_applied(list, choice))
        return;
    for (size_t i = 0; i < choice->count; i++)
        made[i] = (struct table_choice){
            .column = choice->at[i].column,
            .width = choice->at[i].width,
        };
    table_choose(&list->table, made, choice->count);
}

/* ---- copy --------------------------------------------------------------- */

/* One line for each victim; names are made harmless, because what is pasted
 * into a shell is obeyed. */
static void
say_copy(const struct listing *list, const struct listing_copy *copy,
         struct buf *out)
{
    const struct kind *kind = list->info->kind;
    struct buf text = BUF_INIT(APP_COPY_MAX);

    for (size_t i = 0; i < list->victim_count; i++) {
        const void *row =
            kind->find(app_store(list->view.app), &list->victims[i]);

        buf_clear(&text);
        if (row)
            copy->say(&text, row);
        out->is_full = out->is_full || text.is_full;
        if (text.len == 0)
            continue;
        if (out->len > 0)
            (void)buf_add_char(out, '\n');
        (void)text_clean(out, buf_str(&text));
    }
    buf_release(&text);
}

static void
copy_chosen(void *data, size_t index)
{
    struct listing *list = data;
    struct app *app = list->view.app;
    const struct listing_copy *copy = &list->info->copies[index];
    struct buf text = BUF_INIT(APP_COPY_MAX);

    say_copy(list, copy, &text);
    app_copy(app, &text, copy->name);
    buf_release(&text);
}

/* Each entry shows what would be copied. */
void
listing_open_copy_menu(struct listing *list)
{
    struct menu_owner owner = {.chosen = copy_chosen, .data = list};
    struct menu_entry entries[LISTING_COPIES] = {{0}};
    struct buf values[LISTING_COPIES], title = BUF_INIT(TITLE_SIZE);
    size_t count = 0;
    struct err err;

    if (!listing_take_victims(list))
        return;
    for (; list->info->copies[count].name; count++) {
        const struct listing_copy *copy = &list->info->copies[count];

        buf_init(&values[count], APP_COPY_MAX);
        say_copy(list, copy, &values[count]);
        entries[count] = (struct menu_entry){
            .key = copy->key,
            .words = copy->name,
            .help = buf_text(&values[count]),
            .refuse = values[count].len == 0 ? "none" : NULL,
        };
    }
    (void)buf_add_text(&title, "Copy of ");
    listing_say_victims(list, &title);
    if (!menu_open(list->view.app, buf_text(&title), entries, count, 0, &owner,
                   &err))
        app_say(list->view.app, MESSAGE_ERROR, "%s", err.text);
    for (size_t i = 0; i < count; i++)
        buf_release(&values[i]);
    buf_release(&title);
}
