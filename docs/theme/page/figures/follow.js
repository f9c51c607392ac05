/* SPDX-License-Identifier: MIT */
/* Pages that follow the thread that uses them: the same picture as of a run, of one region, by time. */
"use strict";

figures.follow = (place, data) => figures.run(place, {...data, only: "buffer", label: ({us}) => `after ${seconds(us)}`});
