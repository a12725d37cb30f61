#include "experiment/experiment_fields.h"
#include "model/bfloat16.h"
#include "pages/training_form.h"
#include "support/named_widget.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestTrainingForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsAndGivesBackEverySetting() {
        ExperimentConfig config;
        auto& t = config.training;
        t.loss = Loss::SampledSoftmax;
        t.weightDecay = 0.0001;
        t.decayExponent = 0.375;
        t.negativesPerPositive = 12;
        t.negativePopularity = 0.755;
        t.labelSmoothing = 0.0125;
        t.pretrainingEpochs = 12;
        t.pretrainingTradeOff = 0.375;
        t.precision = Precision::BFloat16;
        config.refit = true;
        TrainingForm form;
        form.setConfig(config);
        QVERIFY(form.apply({}) == config);
        form.setConfig({});
        QVERIFY(form.apply({}) == ExperimentConfig());
    }

    // Every loss has its choice, and what it does not know of cannot be set.
    void settingsFollowTheLoss_data() {
        QTest::addColumn<Loss>("loss");
        QTest::addColumn<bool>("negatives");
        QTest::addColumn<bool>("smoothing");
        QTest::newRow("BCE") << Loss::BinaryCrossEntropy << true << true;
        QTest::newRow("MSE") << Loss::MeanSquaredError << false << false;
        QTest::newRow("BPR") << Loss::BayesianPersonalisedRanking << true << false;
        QTest::newRow("softmax") << Loss::SampledSoftmax << true << false;
    }
    void settingsFollowTheLoss() {
        QFETCH(Loss, loss);
        QFETCH(bool, negatives);
        QFETCH(bool, smoothing);
        TrainingForm form;
        form.setDataHas(true, false);
        auto* const box = named<QComboBox>(form, "Learn");
        QCOMPARE(box->count(), static_cast<int>(EnumNames<Loss>::values.size()));
        box->setCurrentIndex(static_cast<int>(loss));
        QCOMPARE(form.apply({}).training.loss, loss);
        QCOMPARE(named<QSpinBox>(form, "Negatives per positive")->isEnabled(), negatives);
        QCOMPARE(named<QDoubleSpinBox>(form, "Popular negatives")->isEnabled(), negatives);
        QCOMPARE(named<QDoubleSpinBox>(form, "Label smoothing")->isEnabled(), smoothing);
    }

    void preTrainingNeedsTwoBranches() {
        TrainingForm form;
        QSignalSpy changed(&form, &TrainingForm::changed);
        auto* const epochs = named<QSpinBox>(form, "Pre-train each branch");
        auto* const tradeOff = named<QDoubleSpinBox>(form, "Trade-off α");
        QVERIFY(epochs->isEnabled() && !tradeOff->isEnabled());
        QCOMPARE(epochs->text(), QString("no"));
        epochs->setValue(10);
        QVERIFY(tradeOff->isEnabled());
        ModelConfig model;
        model.mlp = false;
        form.setModel(model);
        QVERIFY(!epochs->isEnabled() && !tradeOff->isEnabled());
        form.setModel({});
        QVERIFY(epochs->isEnabled() && tradeOff->isEnabled());
        QCOMPARE(changed.size(), 1);  // what the network is has been told elsewhere
        named<QCheckBox>(form, "Train anew with validation items")->click();
        QVERIFY(form.apply({}).refit);
        QCOMPARE(changed.size(), 2);
    }

    void numbersAreWrittenAsAPersonWould() {
        TrainingForm form;
        auto* const rate = named<QDoubleSpinBox>(form, "Learning rate");
        QCOMPARE(rate->text(), QString("0.001"));
        rate->stepUp();
        QCOMPARE(rate->text(), QString("0.0015"));
        rate->setValue(0.0000012);
        QCOMPARE(rate->text(), QString("0.0000012"));
        auto* const averaged = named<QDoubleSpinBox>(form, "Average over");
        averaged->setValue(1000);
        QCOMPARE(averaged->text(), QString("1000 epochs"));
        averaged->setValue(1);
        QCOMPARE(averaged->text(), QString("1 epoch"));
        averaged->setValue(1.5);
        QCOMPARE(averaged->text(), QString("1.5 epochs"));
    }

    void precisionIsOfDenseLayers() {
        TrainingForm form;
        auto* const box = named<QComboBox>(form, "Precision");
        QCOMPARE(box->count(), static_cast<int>(EnumNames<Precision>::values.size()));
        const auto* const items = qobject_cast<QStandardItemModel*>(box->model());
        QCOMPARE(items->item(1)->isEnabled(), hasBFloat16());
        QCOMPARE(items->item(1)->toolTip().isEmpty(), hasBFloat16());
        QVERIFY(box->isEnabled());
        ModelConfig model;
        model.mlp = false;
        form.setModel(model);
        QVERIFY(!box->isEnabled());
    }

    void anExponentNeedsADecay() {
        TrainingForm form;
        QSignalSpy changed(&form, &TrainingForm::changed);
        auto* const exponent = named<QDoubleSpinBox>(form, "Decay exponent");
        QVERIFY(!exponent->isEnabled());
        named<QDoubleSpinBox>(form, "Weight decay")->setValue(0.0001);
        QVERIFY(exponent->isEnabled());
        exponent->setValue(0.5);
        QCOMPARE(form.apply({}).training.decayExponent, 0.5);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed[1][0].toString(), QString("Decay exponent"));
    }
};

QTEST_MAIN(TestTrainingForm)
#include "tst_training_form.moc"
