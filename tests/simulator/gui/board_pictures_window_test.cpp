// Every board that comes with Perisphere, as it is drawn: nothing lies on anything else. Their
// pictures are in the build folder, to be looked at.
#include "window_bench.hpp"

#include "board/connector_item.hpp"

#include <QDir>
#include <QSignalSpy>
#include <QStatusBar>

namespace perisphere::studio_test
{

namespace
{

/// What it is called, and what `perisphere sim start --board` takes.
std::vector<std::pair<QString, QString>> boards()
{
    std::vector<std::pair<QString, QString>> found;
    const QDir definitions(QStringLiteral(STUDIO_BOARDS));
    for (const QString& file : definitions.entryList({QStringLiteral("*.json")}))
        found.emplace_back(QFileInfo(file).baseName(), QFileInfo(file).baseName());
    const QDir samples(QStringLiteral(STUDIO_SAMPLES));
    for (const QString& sample : samples.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (const QString file = samples.filePath(sample + QStringLiteral("/board.json"));
            QFileInfo::exists(file))
            found.emplace_back(QStringLiteral("sample-") + sample, file);
    return found;
}

/// What it takes of the board, with its names.
QRectF areaOf(const QGraphicsItem& item)
{
    const auto* const part = dynamic_cast<const PartItem*>(&item);
    return item.mapRectToScene(part == nullptr ? item.boundingRect() : part->area());
}

} // namespace

TEST_CASE("on no board that comes with it does a part lie on another", "[window]")
{
    Bench bench;
    BoardPage& page = bench.window.boardPage();
    QSignalSpy shown(&page, &BoardPage::boardShown);
    for (const auto& [name, board] : boards()) {
        INFO(name.toStdString());
        shown.clear();
        bench.window.startDevice(board);
        REQUIRE(until([&] { return !shown.isEmpty(); }, kLong));
        REQUIRE(until([&] { return bench.window.parts().find(QStringLiteral("AP1")) != nullptr; }));
        std::vector<QGraphicsItem*> drawn;
        for (QGraphicsItem* const item : page.scene().items())
            if (dynamic_cast<PartItem*>(item) != nullptr ||
                dynamic_cast<ConnectorItem*>(item) != nullptr)
                drawn.push_back(item);
        CHECK(drawn.size() > 3);
        for (std::size_t i = 0; i < drawn.size(); ++i)
            for (std::size_t j = i + 1; j < drawn.size(); ++j) {
                const QString one = drawn[i]->toGraphicsObject()->objectName();
                const QString other = drawn[j]->toGraphicsObject()->objectName();
                INFO(one.toStdString() << " and " << other.toStdString());
                CHECK_FALSE(areaOf(*drawn[i]).intersects(areaOf(*drawn[j])));
            }
        REQUIRE(until([&] { return bench.window.nets().netOf(QStringLiteral("GND")) != nullptr; }));
        for (const QGraphicsItem* const one : drawn)
            if (const auto* const connector = dynamic_cast<const ConnectorItem*>(one))
                for (const BoardConnectorPin& pin : connector->connector().pins) {
                    INFO(pin.name.toStdString());
                    CHECK_FALSE(pin.label.isEmpty());
                    CHECK(bench.window.nets().netOf(pin.name) != nullptr);
                }
        CHECK(bench.window.statusBar()->currentMessage().toStdString() == "");
        bench.screenshot(QStringLiteral("board-") + name);
        REQUIRE(Bench::command({QStringLiteral("sim"), QStringLiteral("stop"),
                                QStringLiteral("--device"),
                                bench.window.connection().deviceName()}) == 0);
        bench.window.connection().detach();
    }
}

} // namespace perisphere::studio_test
