#pragma once

#include "experiment/experiment_config.h"
#include "experiment/import.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>

namespace ncf::test {

// Ratings of 40 people for 30 films: enough to train on in an instant.
inline QByteArray smallRatings() {
    QByteArray csv = "user,film,rating,timestamp\n";
    for (int user = 0; user < 40; ++user) {
        for (int i = 0; i < 9; ++i) {
            csv += "u" + QByteArray::number(user) + ",f" +
                   QByteArray::number((user % 2) + 2 * ((user + i * 3) % 15)) + "," +
                   QByteArray::number(1 + (user + i) % 5) + "," +
                   QByteArray::number(1600000000 + 100 * i) + "\n";
        }
    }
    return csv;
}

// 40 people's interactions with 30 items in the order of the items, without times: each user's last
// row is not their latest.
inline QByteArray sortedByItem() {
    QByteArray csv = "user,item\n";
    for (int item = 0; item < 30; ++item) {
        for (int user = 0; user < 40; ++user) {
            if ((user * 5 + item * 7) % 3 != 0) {
                csv += "u" + QByteArray::number(user) + ",i" + QByteArray::number(item) + "\n";
            }
        }
    }
    return csv;
}

inline std::filesystem::path writeFile(const QString& path, const QByteArray& content) {
    std::ofstream(path.toStdString(), std::ios::binary).write(content.data(), content.size());
    return path.toStdString();
}

// A project with these ratings, in a folder that goes away with it.
class SmallProject {
public:
    SmallProject() : file_(folder_.filePath(QStringLiteral("small.ncf")).toStdString()) {
        const auto csv = writeFile(folder_.filePath(QStringLiteral("small.csv")), smallRatings());
        made_ = bool(importRatings(csv, file_, {}));
    }
    bool made() const { return made_; }
    const std::filesystem::path& file() const { return file_; }

private:
    QTemporaryDir folder_;
    std::filesystem::path file_;
    bool made_ = false;
};

// A configuration that trains on them in a moment.
inline ExperimentConfig smallConfig(int epochs = 3) {
    ExperimentConfig config;
    config.model.gmfFactors = 4;
    config.model.mlpUserDim = config.model.mlpItemDim = 4;
    config.model.tower = {8, 4};
    config.split.negatives = 10;
    config.training.batchSize = 64;
    config.training.epochs = epochs;
    config.training.patience = 0;
    config.recommendations = 5;
    return config;
}

}  // namespace ncf::test
