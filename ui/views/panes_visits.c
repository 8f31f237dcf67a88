#include "config.h"

#include "ui/views/panes_private.h"

#include <string.h>

static struct visit
visit_now(const struct panes *panes)
{
    const struct view *detail = panes->child[PANE_DETAIL];

    return (struct visit){
        .focus = panes->focus,
        .detail = detail ? detail->ops : NULL,
        .ref = panes->aimed[PANE_DETAIL],
    };
}

void
visits_remember(struct panes *panes)
{
    struct visit visit = visit_now(panes);
    const struct visit *last = &panes->visits[panes->visited];

    if (panes->visit_count > 0 && last->focus == visit.focus &&
        last->detail == visit.detail)
        return;
    if (panes->visit_count > 0)
        panes->visited++;
    if (panes->visited == PANES_VISITED) {
        panes->visited--;
        memmove(&panes->visits[0], &panes->visits[1],
                sizeof(panes->visits) - sizeof(panes->visits[0]));
    }
    panes->visits[panes->visited] = visit;
    panes->visit_count = panes->visited + 1;
}

bool
visits_can_go(const struct panes *panes, int step)
{
    return step < 0 ? panes->visited > 0
                    : panes->visited + 1 < panes->visit_count;
}

const struct visit *
visits_go(struct panes *panes, int step)
{
    if (!visits_can_go(panes, step))
        return NULL;
    panes->visited = step < 0 ? panes->visited - 1 : panes->visited + 1;
    return &panes->visits[panes->visited];
}
