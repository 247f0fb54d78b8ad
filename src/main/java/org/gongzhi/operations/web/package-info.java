/// The operator's page, its API, and what Prometheus reads.
@NullMarked
package org.gongzhi.operations.web;

import org.jspecify.annotations.NullMarked;
