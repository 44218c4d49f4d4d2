// How a kind of part is drawn and touched. A new look is a file with a class, and a line in
// part_looks.cpp; parts of a kind without one have the generic look.
#pragma once

#include "models/parts_model.hpp"

#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <memory>

namespace perisphere::studio
{

/// The part that is drawn, and the way to it.
struct PartSight {
    PartsModel& parts;
    const QString& name;
    const QString& label; ///< for people; may be empty

    [[nodiscard]] QVariant value(const QString& property) const
    {
        return parts.value(name, property);
    }
};

/// Around (0, 0), in millimetres.
class PartLook
{
public:
    virtual ~PartLook() = default;

    [[nodiscard]] virtual QRectF bounds() const = 0;
    /// What is touched of it, and not to be covered: without the light around it.
    [[nodiscard]] virtual QRectF body() const { return bounds(); }
    virtual void paint(QPainter& painter, const PartSight& part) const = 0;

    /// The mouse button or the space key goes down, and comes up again.
    virtual void press(const PartSight& /*part*/) {}
    virtual void release(const PartSight& /*part*/) {}
    [[nodiscard]] virtual bool isPressable() const { return false; }

    /// The mouse went down at `at` and has moved there: a knob turns. @return whether there was
    /// something to grip
    virtual bool grip(const PartSight& /*part*/, const QPointF& /*at*/) { return false; }
    virtual void drag(const PartSight& /*part*/, const QPointF& /*at*/) {}
    /// Arrow keys and page keys, in steps of the property. @return whether there is something to
    /// set
    virtual bool adjust(const PartSight& /*part*/, int /*steps*/) { return false; }

    /// Where its name is written, around (0, 0); empty: it says it itself.
    [[nodiscard]] virtual QRectF labelArea() const { return {}; }

    /// What it is doing, for tool tips and for who cannot see it.
    [[nodiscard]] virtual QString text(const PartSight& part) const;
};

[[nodiscard]] std::unique_ptr<PartLook> makeLook(const QString& kind);

} // namespace perisphere::studio
