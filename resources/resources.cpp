#include "resources/resources.h"

#include <QtGlobal>

// Outside every namespace, since the macro declares a function of the global one.
static void registerResources() {
    Q_INIT_RESOURCE(resources);
}

namespace ncf {

void initResources() {
    registerResources();
}

}  // namespace ncf
