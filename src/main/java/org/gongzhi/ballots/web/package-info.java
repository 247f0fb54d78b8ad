/// Pages and API of votes.
@NullMarked
package org.gongzhi.ballots.web;

import org.jspecify.annotations.NullMarked;
