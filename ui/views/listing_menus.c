#include "config.h"

#include "ui/views/listing.h"

#include "ui/widgets/menu.h"

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
