#include "base/text.h"
#include "data/text_encoding.h"
#include "support/results.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unicode/ucnv.h>
#include <utility>
#include <vector>

using namespace ncf;

namespace {

struct Language {
    const char* name;
    std::vector<const char*> encodings;  // of the same letters
    std::vector<const char*> titles;
};

const std::vector<Language> kLanguages = {
    {"German",
     {"windows-1252"},
     {"Die fabelhafte Welt der Amélie", "Das weiße Band", "Der Himmel über Berlin",
      "Jenseits der Stille – Für Kinder", "Männer, die Häuser für Könige bauten",
      "Die Blechtrommel größer als das Leben", "Schöne Grüße aus München",
      "Über den Dächern von Nizza", "Fräulein Smillas Gespür für Schnee",
      "Die unendliche Geschichte der Brüder Löwenherz"}},
    {"French",
     {"windows-1252"},
     {"Les Misérables et les années perdues", "La Règle du jeu", "Le Fabuleux Destin d’Amélie",
      "À bout de souffle", "L’Été meurtrier", "Les Enfants du siècle dernier", "Le Dîner de cons",
      "Être et avoir été à la campagne", "La Cité des enfants perdus",
      "Où est passée la mère de ma sœur"}},
    {"Spanish",
     {"windows-1252"},
     {"El laberinto del fauno y la niña", "Los lunes al sol con mi compañera",
      "Hable con ella, señor", "Todo sobre mi madre y el corazón", "La habitación de Fermín",
      "El espíritu de la colmena", "Mañana será otro día",
      "La lengua de las mariposas pequeñas y rápidas", "Relatos salvajes de una nación",
      "Así es la vida en el jardín"}},
    {"Polish",
     {"windows-1250", "ISO-8859-2"},
     {"Człowiek z żelaza", "Popiół i diament", "Nóż w wodzie", "Krótki film o miłości",
      "Podwójne życie Weroniki", "Rękopis znaleziony w Saragossie", "Ziemia obiecana i ludzie źli",
      "Dług wdzięczności", "Pociąg do świętości", "Gęś, żółw i ćma w ogródku"}},
    {"Russian",
     {"windows-1251", "KOI8-R"},
     {"Броненосец Потёмкин", "Летят журавли", "Иваново детство", "Андрей Рублёв",
      "Москва слезам не верит", "Утомлённые солнцем", "Бриллиантовая рука",
      "Ирония судьбы или с лёгким паром", "Война и мир", "Служебный роман для всей семьи"}},
    {"Chinese",
     {"GB18030", "GBK"},
     {"霸王别姬", "我不是药神", "大红灯笼高高挂", "让子弹飞", "花样年华的故事", "活着就是为了电影",
      "一个都不能少", "红高粱家族", "流浪地球和他们的孩子", "我的父亲母亲在中国"}},
    {"Japanese",
     {"Shift_JIS", "EUC-JP"},
     {"千と千尋の神隠し", "七人の侍", "となりのトトロ", "東京物語", "もののけ姫の世界",
      "風の谷のナウシカ", "ハウルの動く城", "君の名は。", "天空の城ラピュタ",
      "菊次郎の夏と海の思い出"}},
    {"Korean",
     {"EUC-KR"},
     {"기생충", "올드보이", "살인의 추억", "부산행", "봄 여름 가을 겨울 그리고 봄", "친절한 금자씨",
      "왕의 남자", "태극기 휘날리며", "엽기적인 그녀의 이야기", "서울의 하늘 아래 사람들"}},
    {"Greek",
     {"windows-1253", "ISO-8859-7"},
     {"Η αιωνιότητα και μια μέρα", "Το βλέμμα του Οδυσσέα", "Ο θίασος και οι άνθρωποι",
      "Τοπίο στην ομίχλη", "Ο μελισσοκόμος της πόλης", "Ταξίδι στα Κύθηρα",
      "Ποτέ την Κυριακή το πρωί και Άννα", "Στέλλα, η γυναίκα με τα κόκκινα",
      "Το κορίτσι με τα μαύρα", "Η ζωή είναι ωραία για όλους"}},
    {"Turkish",
     {"windows-1254"},
     {"Bir Zamanlar Anadolu’da güneş doğdu", "Kış Uykusu", "Üç Maymun ve ağaç",
      "Babam ve Oğlum için şarkı", "Yol üzerindeki kız", "Eşkıya dağlarda yaşıyor",
      "Ayla: gönül bağı", "Susuz Yaz ve köylü kadın", "Çoğunluk gibi düşünmek",
      "Vizontele’de ışığın değeri"}},
};

std::string encode(const std::string& utf8, const char* encoding) {
    UErrorCode error = U_ZERO_ERROR;
    std::string bytes(utf8.size() * 4 + 16, '\0');
    const auto length =
        ucnv_convert(encoding, "UTF-8", bytes.data(), static_cast<std::int32_t>(bytes.size()),
                     utf8.data(), static_cast<std::int32_t>(utf8.size()), &error);
    bytes.resize(U_SUCCESS(error) ? static_cast<std::size_t>(length) : 0);
    return bytes;
}

// Rows of ids, every so many of which has a title in the language; the rest have ASCII ones.
std::string table(const Language& language, int rows, int every, int asciiBefore = 0) {
    std::string text = "userId,movieId,rating,title,genres\n";
    for (int row = 0; row < asciiBefore + rows; ++row) {
        const bool foreign = row >= asciiBefore && row % every == 0;
        const auto at = static_cast<std::size_t>(row / every) % language.titles.size();
        text +=
            std::to_string(row * 7 % 611) + ',' + std::to_string(row * 13 % 397) + ',' +
            std::to_string(row % 5 + 1) + ",\"" +
            (foreign ? std::string(language.titles[at]) : "The Movie No. " + std::to_string(row)) +
            "\",Drama|Comedy\n";
    }
    return text;
}

EncodingEvidence evidenceOf(std::string_view bytes, std::size_t piece = std::string::npos) {
    EncodingEvidence evidence;
    for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size())) {
        evidence.add(bytes.substr(at, piece));
    }
    return evidence;
}

class Bytes final : public ByteSource {
public:
    Bytes(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
    std::size_t read(char* to, std::size_t size) override {
        const auto given = bytes_.copy(to, std::min(size, piece_), done_);
        done_ += given;
        return given;
    }
    Status status() const override { return {}; }
    std::uint64_t bytesDone() const override { return done_; }
    std::uint64_t bytesTotal() const override { return bytes_.size(); }

private:
    std::string bytes_;
    std::size_t piece_;
    std::size_t done_ = 0;
};

std::string decodedInPieces(const std::string& bytes, const std::string& encoding,
                            std::size_t given, std::size_t asked) {
    auto source = decoded(std::make_unique<Bytes>(bytes, given), encoding);
    std::string text;
    std::string buffer(asked, '\0');
    while (const auto got = source->read(buffer.data(), asked)) {
        text.append(buffer, 0, got);
    }
    return source->status() ? text : "an error";
}

}  // namespace

class TestTextEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesHaveOneSpelling() {
        const std::vector<std::pair<const char*, const char*>> names = {
            {"utf8", "UTF-8"},          {"UTF-8", "UTF-8"},
            {"latin1", "windows-1252"}, {"ISO-8859-1", "windows-1252"},
            {"cp1252", "windows-1252"}, {" windows-1252 ", "windows-1252"},
            {"cp1251", "windows-1251"}, {"koi8-r", "KOI8-R"},
            {"gbk", "GB18030"},         {"gb2312", "GB18030"},
            {"gb18030", "GB18030"},     {"sjis", "Shift_JIS"},
            {"cp932", "Shift_JIS"},     {"euc-jp", "EUC-JP"},
            {"windows-949", "EUC-KR"},  {"big5", "Big5"},
            {"utf-16le", "UTF-16LE"},   {"ascii", "UTF-8"},
            {"latin2", "ISO-8859-2"},   {"tis-620", "windows-874"}};
        for (const auto& [name, spelling] : names) {
            const auto found = canonicalEncoding(name);
            QVERIFY2(found.has_value(), name);
            QVERIFY2(*found == spelling, found->c_str());
            QCOMPARE(canonicalEncoding(*found), found);
        }
        for (const auto& name :
             {std::string(), std::string("bogus"), std::string("utf-8,version=1"),
              std::string("utf-8\0x", 7), std::string(5000, 'x')}) {
            QVERIFY(!canonicalEncoding(name));
        }
    }

    void whatTheWindowOffersIsKnown() {
        auto offered = commonEncodings();
        QCOMPARE(offered.front(), std::string(kUtf8));
        for (const auto& encoding : offered) {
            QCOMPARE(canonicalEncoding(encoding), std::optional(encoding));
        }
        std::sort(offered.begin(), offered.end());
        QVERIFY(std::unique(offered.begin(), offered.end()) == offered.end());
    }

    void languagesAreTold_data() {
        QTest::addColumn<int>("language");
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<int>("every");
        QTest::addColumn<int>("asciiBefore");
        for (std::size_t i = 0; i < kLanguages.size(); ++i) {
            for (const char* encoding : kLanguages[i].encodings) {
                const auto add = [&](const char* tag, int every, int before) {
                    QTest::addRow("%s, %s, %s", kLanguages[i].name, encoding, tag)
                        << static_cast<int>(i) << QByteArray(encoding) << every << before;
                };
                add("30 %", 3, 0);
                add("5 %", 20, 0);
                add("late", 20, 40'000);
            }
        }
    }
    void languagesAreTold() {
        QFETCH(int, language);
        QFETCH(QByteArray, encoding);
        QFETCH(int, every);
        QFETCH(int, asciiBefore);
        const auto text =
            table(kLanguages[static_cast<std::size_t>(language)], 2000, every, asciiBefore);
        const auto bytes = encode(text, encoding);
        QVERIFY(bytes.size() > 10'000);
        QVERIFY(asciiBefore == 0 || bytes.size() > 1 << 20);
        const auto evidence = evidenceOf(bytes);
        QCOMPARE(QString::fromStdString(evidence.encoding()),
                 QString::fromStdString(*canonicalEncoding(encoding.toStdString())));
        QVERIFY(!evidence.binary());
        QCOMPARE(decodedText(bytes, evidence.encoding()), text);
        QVERIFY(!evidence.unsure());
        for (const std::size_t piece : {1, 7, 4099}) {
            const auto other = evidenceOf(bytes, piece);
            QCOMPARE(other.encoding(), evidence.encoding());
            QCOMPARE(other.unsure(), evidence.unsure());
        }
    }

    void languagesInUtf8AreUtf8() {
        for (const auto& language : kLanguages) {
            const auto text = table(language, 200, 5);
            for (const std::size_t piece : {1, 2, 3, 5, 1000}) {
                const auto evidence = evidenceOf(text, piece);
                QCOMPARE(evidence.encoding(), std::string(kUtf8));
                QVERIFY(!evidence.unsure() && !evidence.binary());
            }
            auto broken = text;
            broken += "1,2,\xff\n3,4,\xe9t\xe9\n";
            QCOMPARE(evidenceOf(broken).encoding(), std::string(kUtf8));
        }
        QCOMPARE(evidenceOf("user,item\n1,2\n").encoding(), std::string(kUtf8));
        QCOMPARE(evidenceOf("").encoding(), std::string(kUtf8));
        QCOMPARE(evidenceOf("\xef\xbb\xbf"
                            "a,b\n")
                     .encoding(),
                 std::string(kUtf8));
        // What UTF-8 forbids: shorter forms, surrogates, beyond Unicode, lone parts.
        for (const char* bytes :
             {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xbf", "\xf8"}) {
            QVERIFY(evidenceOf(std::string("a,") + bytes + "\n").encoding() != kUtf8);
        }
    }

    void fewBytesAreWestern() {
        for (const char* bytes : {"u,Am\xe9lie\nv,Heat\n", "user,item\nu,caf\xe9", "a\x85\n"}) {
            QCOMPARE(evidenceOf(bytes).encoding(), std::string("windows-1252"));
        }
        QCOMPARE(decodedText("Am\xe9lie", "windows-1252"), std::string("Amélie"));
    }

    void aRepeatedNameIsOnePieceOfEvidence() {
        std::string bytes = "user,city\n";
        for (int row = 0; row < 20'000; ++row) {
            bytes += std::to_string(row) + ",S\xe3o Paulo\n";
        }
        QCOMPARE(evidenceOf(bytes).encoding(), std::string("windows-1252"));
    }

    void unicodeIsToldByItsMarkOrItsZeros_data() {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<bool>("mark");
        for (const char* encoding : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
            QTest::addRow("%s with mark", encoding) << QByteArray(encoding) << true;
            QTest::addRow("%s", encoding) << QByteArray(encoding) << false;
        }
    }
    void unicodeIsToldByItsMarkOrItsZeros() {
        QFETCH(QByteArray, encoding);
        QFETCH(bool, mark);
        for (const auto& language : kLanguages) {
            const auto text = table(language, 100, 1);
            const auto bytes = encode((mark ? "\ufeff" : "") + text, encoding);
            for (const std::size_t piece : {1, 3, 1'000'000}) {
                const auto evidence = evidenceOf(bytes, piece);
                QCOMPARE(evidence.encoding(), encoding.toStdString());
                QVERIFY(!evidence.binary() && !evidence.unsure());
            }
            QCOMPARE(decodedText(bytes, encoding.toStdString()), text);
            QCOMPARE(decodedInPieces(bytes, encoding.toStdString(), 5, 7), text);
        }
    }

    void zerosElsewhereAreBinary() {
        QVERIFY(evidenceOf(std::string(100, '\0')).binary());
        QVERIFY(evidenceOf(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10", 24))
                    .binary());
        QVERIFY(evidenceOf(std::string(5000, 'a') + std::string(1, '\0') + "b\n").binary());
        QVERIFY(!evidenceOf(std::string(5000, 'a')).binary());
    }

    void decodingDoesNotDependOnPieces() {
        for (const auto& language : kLanguages) {
            const auto text = table(language, 60, 2);
            for (const char* encoding : language.encodings) {
                const auto bytes = encode(text, encoding);
                for (const auto& [given, asked] : {std::pair<std::size_t, std::size_t>{1, 1},
                                                   {1, 1000},
                                                   {3, 2},
                                                   {1000, 1},
                                                   {100'000, 100'000}}) {
                    QCOMPARE(decodedInPieces(bytes, *canonicalEncoding(encoding), given, asked),
                             text);
                }
            }
        }
    }

    void marksAreTakenAwayAtTheBeginningAlone() {
        const std::string marked = "\ufeffa\ufeff\n";
        for (const char* encoding : {"UTF-8", "UTF-16LE", "UTF-16", "UTF-32BE", "GB18030"}) {
            QCOMPARE(decodedText(encode(marked, encoding), encoding), std::string("a\ufeff\n"));
            for (const std::size_t size : {1, 2, 3, 4, 100}) {
                QCOMPARE(decodedInPieces(encode(marked, encoding), encoding, size, size),
                         std::string("a\ufeff\n"));
            }
        }
        QCOMPARE(decodedInPieces("\xef\xbb\xbf", kUtf8, 1, 1), std::string());
        QCOMPARE(decodedInPieces("\xef\xbb", kUtf8, 1, 1), std::string("\xef\xbb"));
        QCOMPARE(decodedInPieces("", kUtf8, 1, 1), std::string());
        QCOMPARE(decodedInPieces("", "windows-1252", 1, 1), std::string());
    }

    void brokenBytesAreReplacedButInUtf8() {
        QCOMPARE(decodedText("a\xff"
                             "b",
                             kUtf8),
                 std::string("a\xff"
                             "b"));
        QCOMPARE(decodedInPieces("a\xff"
                                 "b",
                                 kUtf8, 1, 1),
                 std::string("a\xff"
                             "b"));
        QCOMPARE(decodedText("a\xff"
                             "b\n",
                             "Shift_JIS"),
                 std::string("a\ufffd"
                             "b\n"));
        QCOMPARE(decodedText("a\x83", "Shift_JIS"), std::string("a\ufffd"));
        QCOMPARE(decodedInPieces("a\x83", "Shift_JIS", 1, 1), std::string("a\ufffd"));
        QCOMPARE(decodedText(std::string("a\0b\0\x00\xd8", 6), "UTF-16LE"),
                 std::string("ab\ufffd"));
        QCOMPARE(decodedText(std::string("a\0b", 3), "windows-1252"), std::string("a\0b", 3));
        QCOMPARE(decodedText("a\xb0\xa1\x81\x41", "EUC-KR"), std::string("a가갂"));
    }

    void anUnknownEncodingIsAnError() {
        auto source = decoded(std::make_unique<Bytes>("a", 1), "bogus");
        char byte = 0;
        QCOMPARE(source->read(&byte, 1), std::size_t(0));
        QVERIFY(!source->status());
        QVERIFY(source->status().error().what.find("bogus") != std::string::npos);
        QCOMPARE(decodedText("a", "bogus"), std::string());
    }

    void randomBytesAreReadInEveryEncoding() {
        std::string bytes;
        std::uint32_t state = 3;
        for (int i = 0; i < 50'000; ++i) {
            state = state * 1664525U + 1013904223U;
            bytes += static_cast<char>(state >> 24);
        }
        const auto evidence = evidenceOf(bytes);
        QVERIFY(evidence.binary());
        QCOMPARE(evidenceOf(bytes, 13).encoding(), evidence.encoding());
        auto noZeros = bytes;
        std::replace(noZeros.begin(), noZeros.end(), '\0', ' ');
        QVERIFY(canonicalEncoding(evidenceOf(noZeros).encoding()));
        for (const auto& encoding : commonEncodings()) {
            const auto text = decodedText(bytes, encoding);
            QVERIFY(encoding == kUtf8 || isValidUtf8(text));
            QCOMPARE(decodedInPieces(bytes, encoding, 1001, 333), text);
        }
    }
};

QTEST_GUILESS_MAIN(TestTextEncoding)
#include "tst_text_encoding.moc"
