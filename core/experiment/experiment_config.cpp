#include "experiment/experiment_config.h"

namespace ncf {

Status ExperimentConfig::validate() const {
    for (const auto& status :
         {split.validate(), model.validate(), training.validate(), evaluation.validate()}) {
        if (!status) {
            return status;
        }
    }
    if (recommendations < 0 || recommendations > 1000) {
        return Error{ErrorKind::BadInput, "The recommendations per user must be 0 to 1,000.",
                     "Usual is 20."};
    }
    return {};
}

}  // namespace ncf
