/*
 * jobs.h - acts as jobs: question, victims, progress, result, journal.
 *
 * jobs_propose() freezes the victims and answers at once with a job in state
 * JOB_ASKING, whose question names them; every victim is inspected meanwhile,
 * and what could not be learnt is said in the question. jobs_confirm() takes
 * effect when those inspects have come or timed out: victims for which the
 * act makes no sense any more are refused with the reason, the others are
 * acted on, at most JOBS_PARALLEL at a time over all jobs. A job ends exactly
 * once: jobs_cancel() skips the victims not yet begun and gives up waiting
 * for the others (the engine may still finish them). A kill of a container
 * that is being stopped begins at once: its container has a place already.
 * What did not run when the question opened is not removed by force when it
 * runs by then; a reference that names another image by then stays.
 *
 * 304 on stop is "already stopped", on start "already running"; 404 and
 * "removal already in progress" on a removal are success. Every victim of a
 * confirmed job gets one line in the journal; a question answered with no
 * leaves none. Nothing here knows a screen.
 *
 * Callbacks run in a later turn than what caused them, at most once per job
 * and turn, and may call anything below.
 */
#ifndef WORK_JOBS_H
#define WORK_JOBS_H

#include "base/buf.h"
#include "base/err.h"
#include "store/ref.h"
#include "work/action.h"

#define JOBS_PARALLEL 5
#define JOBS_ASK_MS 3000 /* wait for the victims' inspects */
#define JOBS_KEPT 100    /* ended jobs remembered */
#define JOB_VICTIMS 50000

struct fleet;
struct journal;
struct logbook;
struct loop;
struct numset;
struct jobs;
struct job;

enum job_state {
    JOB_ASKING,  /* the question is open */
    JOB_WAITING, /* confirmed; inspects or a free place are awaited */
    JOB_RUNNING,
    JOB_DONE,
};

enum victim_state {
    VICTIM_WAITING,
    VICTIM_RUNNING,
    VICTIM_DONE,    /* done, or it was so already (note says) */
    VICTIM_REFUSED, /* made no sense; note says why */
    VICTIM_FAILED,  /* note: the engine's words */
    VICTIM_CANCELLED,
};

struct victim {
    struct ref ref;
    /* Of a container the last one while the question was open; of an image its
     * reference, or twelve digits of its id. */
    char name[256];
    enum victim_state state;
    uint64_t began; /* loop_now() when the engine was asked */
    int grace;      /* stop: seconds the engine waits; -1 not known yet */
    bool is_inspected;
    bool auto_remove; /* known when is_inspected */
    struct err note;
};

/* How a job must be asked before jobs_confirm(). */
enum job_ask {
    ASK_NONE, /* it is under way already */
    ASK_YES,  /* y; anything else is no */
    ASK_TYPE, /* the text that job_ask() gives */
};

#define ASK_TYPE_ABOVE 10 /* victims of a removal */
#define ASK_TEXT_SIZE 256

/* What is asked for besides the victims. */
struct job_args {
    const char *signal; /* kill: "SIGTERM"; NULL is SIGKILL */
    int timeout;        /* stop, restart: seconds, -1 the container's own */
    const char *name;   /* rename: the new name */
    /* remove-options: also what runs, or an image that is in use; with the
     * volumes that have no name, as `docker rm -v`. */
    bool force, volumes;
    size_t hidden; /* marked rows left alone because nobody sees them */
};

struct jobs_callbacks {
    /* The question or the progress of a job changed, or it ended. */
    void (*changed)(void *data, const struct job *job);
};

/* `journal` may be NULL. All borrowed, they outlive jobs. */
struct jobs *jobs_new(struct loop *loop, struct fleet *fleet,
                      struct journal *journal,
                      const struct jobs_callbacks *callbacks, void *data);
/* Cancels all; `closed` runs once, later, then the memory is gone. */
void jobs_close(struct jobs *jobs, void (*closed)(void *data), void *data);

/* From now on every act that changes something at an engine is refused; there
 * is no way back. Keys and menus leave them out (action_info()->changes). */
void jobs_set_read_only(struct jobs *jobs);
bool jobs_is_read_only(const struct jobs *jobs);

/* Where the acts are written down; NULL: nowhere. */
const struct journal *jobs_journal(const struct jobs *jobs);
/* A line in it about what is no job, such as a shell; true when there is no
 * journal. */
struct journal_entry;
bool jobs_note(struct jobs *jobs, const struct journal_entry *entry,
               struct err *err);
/* Whether the result of a journal's entry is that of an act that was done, or
 * whose end was there already. */
bool jobs_result_is_good(const char *result);

/* Why this act cannot be done on this row now ("web is not running"), or NULL.
 * Only from what the store knows. Valid until the next turn and for
 * JOBS_REASONS more questions. */
#define JOBS_REASONS 16
const char *jobs_refuse(const struct jobs *jobs, enum action action,
                        const struct ref *ref);

/* NULL with err when no victim is left or the act is none. Acts without a
 * question (start) come back JOB_WAITING. `args` may be NULL. The victims are
 * containers or images, of the kind of the first. Of several those for which
 * the act makes no sense are refused at once; what an act is for each (pause
 * or unpause) is settled here. */
const struct job *jobs_propose(struct jobs *jobs, enum action action,
                               const struct ref *refs, size_t count,
                               const struct job_args *args, struct err *err);
void jobs_confirm(struct jobs *jobs, unsigned job);
void jobs_cancel(struct jobs *jobs, unsigned job);

/* The store has changed while this question was open: what was renamed is
 * called by its new name, what went is left alone. False when nothing is left:
 * then the job ends as if it was answered with no, and its result says why. */
bool jobs_look_again(struct jobs *jobs, unsigned job);

/* All that are remembered, oldest first: the first one whose number is greater;
 * NULL: there is none. */
const struct job *jobs_next(const struct jobs *jobs, unsigned job);
/* "stop"; "web and db"; "stopping, 1 of 2", or job_result(). */
const char *job_verb(const struct job *job);
void job_victims(struct buf *out, const struct job *job);
void job_progress(struct buf *out, const struct job *job);

/* By number, which is never used twice; NULL when forgotten. */
const struct job *jobs_find(const struct jobs *jobs, unsigned job);
unsigned job_number(const struct job *job);
enum job_state job_state(const struct job *job);
enum action job_action(const struct job *job);
size_t job_victim_count(const struct job *job);
const struct victim *job_victim(const struct job *job, size_t index);
/* How it must be asked; for ASK_TYPE with the text to be typed, else "": the
 * name of the only victim or their number, for a removal of many or by force
 * of something that runs. */
enum job_ask job_ask(const struct job *job, char text[ASK_TEXT_SIZE]);
/* "Stop web-1 and web-2? web-2 will be removed when it stops (auto-remove)."
 * Append; cut after some names with "and 14 more". How to
 * answer is not part of it. */
void job_question(struct buf *out, const struct job *job);
/* "stopped 3 containers", "stopping web: <engine's words>; 2 done". Append. */
void job_result(struct buf *out, const struct job *job);
bool job_failed(const struct job *job);

/* What is being done to this row: "stopping 7 s of 10", or false. */
bool jobs_say_row(struct buf *out, const struct jobs *jobs,
                  const struct ref *ref, uint64_t now);
/* Milliseconds until those words change with the clock; 0: never, or none. */
uint64_t jobs_tick_ms(const struct jobs *jobs, const struct ref *ref,
                      uint64_t now);
/* Whether some row's words above change with the clock. */
bool jobs_is_ticking(const struct jobs *jobs);
/* ---- logs into files (work/save.h) */

#define JOBS_SAVES 4 /* at a time */

enum save_part { SAVE_SHOWN, SAVE_HELD, SAVE_WHOLE };

struct job_save {
    enum save_part part;
    const char *name; /* of the container */
    /* Of what is shown or held: the lines, and which of them (NULL: all), as
     * they are now. */
    const struct logbook *book;
    const struct numset *shown;
    /* Where to: a file, or a file of ours that this command will read. */
    const char *path;
    bool replaces; /* a file that is there */
    const char *command;
};

/* Begins at once, as JOB_RUNNING, and asks nothing; ACTION_SAVE or ACTION_PIPE.
 * NULL with err: ERR_CONFLICT when the file is there already, ERR_IN_PROGRESS
 * when this log is being saved. */
const struct job *jobs_save_log(struct jobs *jobs, const struct ref *ref,
                                const struct job_save *what, struct err *err);
/* The save of this log that is under way, or NULL. */
const struct job *jobs_find_save(const struct jobs *jobs,
                                 const struct ref *ref);
/* How far it is, or came; 0 when the job is no save. */
uint64_t job_lines(const struct job *job);
uint64_t job_bytes(const struct job *job);
/* "saving 12.3M, 81234 lines". Append; of a save. */
void job_say_progress(struct buf *out, const struct job *job);
/* The command that the log is for, or NULL. */
const char *job_command(const struct job *job);
/* The file for it, when all is in it; whoever takes it removes it. NULL: there
 * is none, or it was taken. Valid as long as the job. */
const char *jobs_take_file(struct jobs *jobs, unsigned job);

/* Jobs not ended, questions among them. */
size_t jobs_open_count(const struct jobs *jobs);

#endif
