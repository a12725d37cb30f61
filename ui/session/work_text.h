#pragma once

#include <QString>

namespace ncf {

class Session;

// What the session is training, in two short lines: "Epoch 3 of 20" and "1.2 M per s". Empty while
// neither a run nor a sweep is at work.
QString workText(const Session& session);

}  // namespace ncf
