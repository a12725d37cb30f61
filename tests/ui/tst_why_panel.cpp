#include "experiment/run_experiment.h"
#include "recommendations/why_panel.h"
#include "resources/resources.h"
#include "session/session.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace ncf;
using namespace ncf::test;

namespace {

Reason reason(const char* id, float rating, float effect) {
    Reason reason;
    reason.item.itemId = id;
    reason.item.score = rating;
    reason.effect = effect;
    reason.similarity = effect;
    return reason;
}

}  // namespace

class TestWhyPanel : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;
    ItemIndex best_ = 0;   // of u3's list
    ItemIndex known_ = 0;  // of u3's training history

    static constexpr UserIndex kUser = 3;
    static constexpr int kEpochs = 40;  // until the scores differ

    static bool says(const QWidget& panel, const QString& part) {
        for (auto* const label : panel.findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(part)) {
                return true;
            }
        }
        return false;
    }
    static int rows(QWidget& panel, const char* name) {
        return named<QTableView>(panel, name)->model()->rowCount();
    }
    static QToolButton* numbers(QWidget& panel) {
        return named<QToolButton>(panel, "Show the numbers of the explanation");
    }

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
        project_ = folder_.filePath("small.ncf").toStdString();
        const auto csv = writeFile(folder_.filePath("small.csv"), smallRatings());
        QVERIFY(bool(importRatings(csv, project_, {})));
        RunControl control;
        RunMonitor monitor;
        QVERIFY(bool(runExperiment(project_, smallConfig(kEpochs), "small", control, monitor)));
        ExperimentConfig baseline = smallConfig();
        baseline.method = Method::Popularity;
        QVERIFY(bool(runExperiment(project_, baseline, "most popular", control, monitor)));
        const auto project = Project::open(project_);
        QVERIFY(bool(project));
        const auto list = project->recommendations(1, kUser);
        const auto history = project->history(kUser);
        QVERIFY(list && history && !list->empty() && history->size() > 2);
        best_ = list->front().item;
        known_ = history->back().item;  // the oldest is never held out
    }

    void reasonsHaveBarsAndNumbersWhenAsked() {
        ReasonsModel model(ReasonsModel::Measure::Effect);
        model.setReasons({reason("a", 5, 0.5f), reason("b", 2, -0.25f)}, true);
        const auto at = [&](int row, int column, int role = Qt::DisplayRole) {
            return model.index(row, column).data(role);
        };
        QCOMPARE(at(0, ReasonsModel::Title).toString(), QString("a"));
        QCOMPARE(at(0, ReasonsModel::Weight).toString(), QString());
        QCOMPARE(at(1, ReasonsModel::Weight).toString(), QString("speaks against"));
        QCOMPARE(at(0, ReasonsModel::Weight, ReasonsModel::kShareRole).toDouble(), 1.0);
        QCOMPARE(at(1, ReasonsModel::Weight, ReasonsModel::kShareRole).toDouble(), -0.5);
        QCOMPARE(at(1, ReasonsModel::Title, Qt::AccessibleTextRole).toString(),
                 QString("b, rated 2: speaks against it"));
        model.setNumbers(true);
        QCOMPARE(at(0, ReasonsModel::Weight).toString(), QString("+0.500"));
        QCOMPARE(at(1, ReasonsModel::Weight).toString(), QString("-0.250"));
        model.setReasons({}, true);
        model.setNumbers(false);
        QCOMPARE(model.rowCount(), 0);
    }

    void explainsInWords() {
        Session session;
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        WhyPanel panel(&session);
        panel.resize(420, 300);
        panel.show();
        QVERIFY(says(panel, "Choose a recommendation"));
        QVERIFY(!numbers(panel)->isEnabled());
        panel.explain(1, kUser, best_);
        QVERIFY(says(panel, "Looking for the reasons"));
        QTRY_VERIFY(rows(panel, "What carries it") > 0);
        QVERIFY(panel.findChild<ElidedLabel*>()->fullText().startsWith("Why “f"));
        QVERIFY(rows(panel, "What of the history is most like it") > 0);
        QVERIFY(!says(panel, "By popularity alone"));
        numbers(panel)->click();
        QVERIFY(says(panel, "Number 1 in this user's list"));
        auto* const table = named<QTableView>(panel, "What carries it");
        QVERIFY(!table->model()->index(0, ReasonsModel::Weight).data().toString().isEmpty());

        QSignalSpy spy(&panel, &WhyPanel::itemRequested);
        table->setCurrentIndex(table->model()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
        const auto* const model = static_cast<ReasonsModel*>(table->model());
        QCOMPARE(spy.first().first().value<ItemIndex>(), model->reasons().front().item.item);

        panel.clear();
        QVERIFY(says(panel, "Choose a recommendation"));
    }

    void saysWhyItCannot() {
        Session session;
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        WhyPanel panel(&session);
        panel.show();
        panel.explain(1, kUser, known_);
        QTRY_VERIFY(!says(panel, "Looking for the reasons"));
        QVERIFY(!numbers(panel)->isEnabled());
        panel.explain(99, kUser, best_);
        QTRY_VERIFY(says(panel, "99"));
        panel.explain(2, kUser, best_);
        QTRY_VERIFY(says(panel, "“most popular” trained no network"));
        panel.explain(1, 4000, best_);
        QTRY_VERIFY(!says(panel, "Looking for the reasons"));
        QVERIFY(!numbers(panel)->isEnabled());
        panel.explain(1, kUser, best_);
        QTRY_VERIFY(numbers(panel)->isEnabled());
    }

    void theLastQuestionIsAnswered() {
        Session session;
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        WhyPanel panel(&session);
        panel.show();
        for (ItemIndex item = 0; item < 20; ++item) {
            panel.explain(1, kUser, item);
        }
        panel.explain(1, kUser, best_);
        QTRY_VERIFY(numbers(panel)->isEnabled());
        const QString headline = panel.findChild<ElidedLabel*>()->fullText();
        QTest::qWait(50);  // for an earlier answer that must not come
        QCOMPARE(panel.findChild<ElidedLabel*>()->fullText(), headline);
        numbers(panel)->click();
        QVERIFY(says(panel, "Number 1 in this user's list"));

        panel.explain(1, kUser, best_);
        panel.clear();
        QTest::qWait(50);
        QVERIFY(says(panel, "Choose a recommendation"));
    }

    void anotherProjectOrTheEndWhileItWorks() {
        Session session;
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        auto panel = std::make_unique<WhyPanel>(&session);
        panel->show();
        panel->explain(1, kUser, best_);
        QSignalSpy changed(&session, &Session::projectChanged);
        session.openProject(project_);
        QTRY_COMPARE(changed.count(), 1);
        QTest::qWait(50);
        QVERIFY(says(*panel, "Choose a recommendation"));
        panel->explain(1, kUser, best_);
        panel.reset();
        QTest::qWait(50);
    }
};

QTEST_MAIN(TestWhyPanel)
#include "tst_why_panel.moc"
