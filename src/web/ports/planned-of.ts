/** The ports of planned comments, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { wordsFrom } from '../../flow/manage-task.ts';
import { editPlanned, sendPlannedNow, takeBackPlanned } from '../../flow/planned.ts';
import type { PlannedPorts } from './planned.ts';

export const plannedPorts = (gw: Gateway): PlannedPorts => ({
  edit: (actor, view, id, { text, notify, hidden, from, at }) =>
    editPlanned(gw, actor, view.id, id, {
      words: text === null ? undefined : wordsFrom(gw, { text }),
      notify,
      hidden,
      // Spec 1.6: the selected ones are who may read a hidden comment.
      audience: hidden ? notify : [],
      from,
      at,
    }),
  sendNow: async (actor, view, id) => {
    const done = await sendPlannedNow(gw, actor, view.id, id);
    return done.ok ? { ok: true, comment: id, number: done.commentNumber } : done;
  },
  takeBack: async (actor, view, id) => {
    const done = await takeBackPlanned(gw, actor, view.id, id);
    if (!done.ok) return done;
    const { words, notify, hidden, from, files } = done.planned;
    return { ok: true, text: words.text, notify, hidden, from, files };
  },
});
