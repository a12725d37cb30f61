#pragma once

#include "base/random.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace ncf::test {

// Runs `ncf` in a folder of its own, where the sample data lies.
class CliDriver {
public:
    static constexpr int kUsers = 40;
    static constexpr int kItems = 60;
    static constexpr int kPerUser = 8;

    struct Outcome {
        int code = -1;  // -1 after a crash
        QByteArray out;
        QByteArray err;

        // Const, so that [] on it gives a value: on one that is not, it would give a reference into
        // an object that ends with the statement.
        const QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };

    // Ids that a spreadsheet or a CSV file might stumble over come first.
    static QByteArray userId(int user) {
        static const QByteArrayList odd = {"=1+1", "-5", "@x", "a,b", "say \"hi\"", "Zoë"};
        return user < odd.size() ? odd[user] : "u" + QByteArray::number(user);
    }
    // The items of a user, in the order of time.
    static QString itemId(int user, int position) {
        return QStringLiteral("f%1").arg((user * 3 + position * 2) % kItems);
    }

    QString path(const QString& name) const { return folder_.filePath(name); }

    QString write(const QString& name, const QByteArray& content) const {
        QFile file(path(name));
        [&] { QVERIFY(file.open(QIODevice::WriteOnly)); }();
        file.write(content);
        return file.fileName();
    }

    QByteArray read(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Outcome ncf(const QStringList& arguments) const {
        QProcess process;
        process.setWorkingDirectory(folder_.path());
        process.start(QStringLiteral(NCF_BINARY), arguments);
        process.waitForFinished(-1);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

    // A project with the sample data: sample.csv, imported once and copied.
    QString project(const QString& name) {
        const QString made = path(QStringLiteral("made.ncf"));
        if (!QFile::exists(made)) {
            const auto ratings = write(QStringLiteral("sample.csv"), ratingsCsv());
            const auto outcome = ncf({QStringLiteral("import"), ratings, made});
            [&] { QVERIFY2(outcome.code == 0, outcome.err.constData()); }();
        }
        const QString copy = path(name);
        QFile::remove(copy);
        QFile::copy(made, copy);
        return copy;
    }

    // The arguments of a training that takes a moment.
    static QStringList tiny(const QString& file, const QStringList& more = {}) {
        const auto fixed = QStringLiteral(
            "--epochs 2 --gmf-factors 4 --mlp-user-dim 4 --mlp-item-dim 4 --tower 8,4 "
            "--evaluation-negatives 20 --recommendations 6 --json");
        return QStringList{QStringLiteral("train"), file} + fixed.split(QLatin1Char(' ')) + more;
    }

    // trained.ncf, with one such run, made once.
    QString trained() {
        const QString file = path(QStringLiteral("trained.ncf"));
        if (!QFile::exists(file)) {
            project(QStringLiteral("trained.ncf"));
            training_ = ncf(tiny(file));
            [&] { QVERIFY2(training_.code == 0, training_.err.constData()); }();
        }
        return file;
    }
    // What that training printed.
    const Outcome& training() const { return training_; }

private:
    // Users rate items at even distances from a place of their own on, so that there is something
    // to learn.
    static QByteArray ratingsCsv() {
        QByteArray text = "customer,film,stars,when\n";
        Random random(5);
        for (int user = 0; user < kUsers; ++user) {
            for (int i = 0; i < kPerUser; ++i) {
                text += "\"" + userId(user).replace('"', "\"\"") + "\"," +
                        itemId(user, i).toUtf8() + "," + QByteArray::number(1 + random.below(5)) +
                        "," + QByteArray::number(1'000'000 + i) + "\n";
            }
        }
        return text;
    }

    QTemporaryDir folder_;
    Outcome training_;
};

}  // namespace ncf::test
