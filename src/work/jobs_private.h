/*
 * jobs_private.h - the inside of jobs, shared by jobs.c (what others ask),
 * jobs_propose.c (victims and refusals), jobs_run.c (what goes on), jobs_slot.c
 * (what goes on with one victim), jobs_save.c (logs into files),
 * jobs_question.c and jobs_say.c (words).
 *
 * Everything that happens to a job happens in jobs_pump(), which a timer runs
 * in the turn after something changed; the functions of jobs.h and the
 * answers of the engine only note what changed and wake it. So no callback
 * ever runs inside a call of the screen's.
 */
#ifndef WORK_JOBS_PRIVATE_H
#define WORK_JOBS_PRIVATE_H

#include "base/list.h"
#include "base/map.h"
#include "loop/timer.h"
#include "store/store.h"
#include "work/act.h"
#include "work/jobs.h"

#define JOBS_LOOKS 8           /* inspects in flight, over all jobs */
#define JOBS_VICTIMS_KEPT 5000 /* of ended jobs, but for the last one */

/* A victim and what is under way for it. */
struct slot {
    struct victim victim;
    struct job *job;
    const struct act *act;
    /* What the engine is to remove: an image's reference, or the id of one
     * without; NULL for a container. */
    char *image;
    struct image_removal removal; /* what went */
    struct call *look;            /* its inspect, while in flight */
    struct call *call;            /* the act itself, while in flight */
    /* The stop of the same container, which this kill does not wait for. */
    struct slot *below;
    bool is_busy;              /* in jobs->busy, or below what is there */
    bool has_place;            /* one of JOBS_PARALLEL */
    bool is_missing;           /* the inspect said 404 (of a container) */
    bool was_up;               /* when the question opened */
    enum container_state seen; /* by the store, then by the inspect */
};

struct job {
    struct list link; /* in jobs->all, oldest first */
    struct jobs *jobs;
    unsigned number;
    enum action action;
    const struct act *act; /* of the first victim that is asked about */
    struct act_args args;
    size_t hidden; /* as in struct job_args */
    enum job_state state;
    bool is_confirmed;
    bool is_cancelled;
    bool is_pointless; /* its victims went while the question was open */
    bool is_judged;    /* what makes no sense was refused */
    bool is_settled;   /* no more waiting for inspects */
    bool is_changed;   /* the callback is due */
    struct timer *patience;
    struct slot *slots;
    size_t count;
    size_t asked;     /* victims that the question is about */
    size_t next_look; /* slots before these are dealt with */
    size_t next_act;
    size_t looked;          /* whose inspect ended */
    size_t ended;           /* whose state is final */
    size_t flights;         /* calls in flight, of both kinds */
    struct saving *saving;  /* of a log; NULL: it is an act */
    struct err journal_err; /* text "" while it can be written */
};

struct reasons {
    struct err at[JOBS_REASONS];
    unsigned next;
};

struct jobs {
    struct loop *loop;
    struct fleet *fleet;
    struct journal *journal;
    struct jobs_callbacks callbacks;
    void *data;
    struct list all;
    struct map *busy; /* ref_text() -> struct slot *, the newest act */
    struct timer *pump;
    size_t open;
    size_t kept;         /* ended jobs in `all` */
    size_t kept_victims; /* theirs */
    size_t acting;       /* places taken */
    size_t ticking;      /* victims being acted on */
    size_t looking;      /* inspects in flight */
    unsigned last_number;
    struct reasons *reasons; /* its own block: asking changes it */
    bool is_read_only;
    bool is_closing;
    void (*closed)(void *data);
    void *closed_data;
};

typedef bool (*slot_test_fn)(const struct slot *slot);
size_t slots_count(const struct job *job, slot_test_fn test);
/* Append "a", "a and b", "a, b and c", "a, b, c and 14 more": those of one act,
 * or of all (NULL). */
void slots_name(struct buf *out, const struct job *job, slot_test_fn test,
                const struct act *act);
/* The first that is asked about. */
const struct slot *slots_first(const struct job *job);
/* Append "; 7 layers deleted" or "; its layers stay". */
void removal_say(struct buf *out, const struct image_removal *removal);

void jobs_pump(void *data);
void jobs_wake(struct jobs *jobs);

/* It has a number from now on, and is among the others. */
void job_enter(struct job *job);
struct job *job_of(const struct jobs *jobs, unsigned number);
void job_free(struct job *job);
/* The victims become busy, those refused already get their journal line. */
void job_begin(struct job *job);
/* Nothing more is begun, what is in flight is given up. */
void job_stop(struct job *job);

/* Ask the engine about the victim; have it do the act. Both end in a later
 * turn and wake the jobs. */
void slot_look(struct slot *slot);
void slot_act(struct slot *slot, bool needs_place);
/* Its final state; the note says the rest. */
void slot_end(struct slot *slot, enum victim_state state);
/* Its line in the journal. */
void slot_write(struct slot *slot);

/* What is being done to this container now, or NULL. */
struct slot *busy_find(const struct jobs *jobs, const struct ref *ref);
/* The victim becomes busy; until it ends. */
void busy_enter(struct slot *slot);
/* Whether `action` may go on beside `slot`: a kill beside a stop. */
bool busy_allows(const struct slot *slot, enum action action);

/* jobs_save.c */
struct saving;
void saving_cancel(struct job *job);
void saving_free(struct saving *saving);
void saving_result(struct buf *out, const struct job *job);
/* For the journal, behind "done" and as the command. */
void saving_note(struct buf *out, const struct job *job);
void saving_command(struct buf *out, const struct job *job);

/* Whether it does not exist any more, for all we know. */
bool slot_is_missing(const struct slot *slot);
/* False with the reason: the act makes no sense for what was last seen. */
bool slot_fits(const struct slot *slot, struct err *err);

#endif
