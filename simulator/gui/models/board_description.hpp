// The board as the device describes it (board.get).
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/json/value.hpp"

#include <QPointF>
#include <QSizeF>
#include <QString>
#include <QStringList>

#include <vector>

namespace perisphere::studio
{

/// Millimetres from the board's lower left corner; counter-clockwise degrees.
struct Placement {
    QPointF at;
    double rotation = 0;
};

struct BoardConnectorPin {
    QString name;  ///< "H2-7"
    QString label; ///< "GPIO27 · ISU0 RTS/MOSI/SCL"
};

struct BoardConnector {
    QString name;
    QString title;
    Placement placement;
    int rows = 1; ///< pins count across the rows first
    double pitch = 2.54;
    std::vector<BoardConnectorPin> pins;
};

struct BoardPartPlace {
    QString name; ///< as parts are named
    QString kind;
    QString label;
    Placement placement;
    QString file; ///< that it is in
};

struct BoardWireEnds {
    QString from;
    QString to;
    int ohms = 0; ///< 0: a wire
    QString file; ///< that it is in
    bool operator==(const BoardWireEnds&) const = default;
};

struct BoardSupply {
    QString name;
    double volts = 0;
};

struct BoardDescription {
    QString id;
    QString name;
    QString description;
    QString chip;
    Placement chipPlacement;
    QSizeF size;       ///< mm
    QStringList files; ///< its own first, then those that it extends
    std::vector<BoardSupply> supplies;
    QStringList nets;
    std::vector<BoardConnector> connectors;
    std::vector<BoardPartPlace> parts;
    std::vector<BoardWireEnds> wires;

    [[nodiscard]] const BoardPartPlace* findPart(const QString& name) const;
    /// Whether a part, connector, supply or net has this name.
    [[nodiscard]] bool hasName(const QString& name) const;

    /// Syntax, with what is missing, for an answer that is none.
    [[nodiscard]] static Result<BoardDescription> parse(const json::Value& answer);
};

} // namespace perisphere::studio
