#include "session/training_run.h"
#include "support/window_driver.h"

#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestClosingQuestion : public QObject, private WindowDriver {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepare(); }

    void closesWhileIdle() {
        MainWindow window;
        window.show();
        QVERIFY(window.close());
    }

    void asksBeforeClosingWhileTraining() {
        MainWindow window;
        window.show();
        importSmall(window, "closing");
        named<QSpinBox>(window, "Epochs at most")->setValue(1000);
        named<QPushButton>(window, "Start training")->click();
        auto* const training = window.findChild<TrainingRun*>();
        QVERIFY(training->active());
        const auto answer = [&](QMessageBox::ButtonRole role) {
            QVERIFY(!window.close());
            auto* const question = window.findChild<QMessageBox*>();
            QVERIFY(question && question->isVisible());
            for (auto* const button : question->buttons()) {
                if (question->buttonRole(button) == role) {
                    button->click();
                }
            }
            QTRY_VERIFY(!window.findChild<QMessageBox*>());
        };
        answer(QMessageBox::RejectRole);
        QVERIFY(window.isVisible());
        QCOMPARE(training->state(), TrainingRun::State::Running);
        answer(QMessageBox::AcceptRole);
        QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), 20000);
        QVERIFY(!training->active());
    }

    void closesThoughTheTrainingEndedDuringTheQuestion() {
        MainWindow window;
        window.show();
        importSmall(window, "ended");
        named<QSpinBox>(window, "Epochs at most")->setValue(20);
        named<QPushButton>(window, "Start training")->click();
        auto* const training = window.findChild<TrainingRun*>();
        QVERIFY(!window.close());
        auto* const question = window.findChild<QMessageBox*>();
        QTRY_VERIFY_WITH_TIMEOUT(!training->active(), 30000);
        QVERIFY(window.isVisible());
        for (auto* const button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::AcceptRole) {
                button->click();
            }
        }
        QTRY_VERIFY(!window.isVisible());
    }
};

QTEST_MAIN(TestClosingQuestion)
#include "tst_closing_question.moc"
