#include "classes.hpp"

namespace perisphere::differential
{

const std::vector<InstructionClass>& instructionClasses()
{
    static const std::vector<InstructionClass> all = [] {
        std::vector<InstructionClass> rows;
        for (const auto topic :
             {narrowClasses(), wideClasses(), multiplyClasses(), mediaClasses(), memoryClasses(),
              floatingClasses(), floatingMemoryClasses(), branchClasses(), specialClasses()})
            rows.insert(rows.end(), topic.begin(), topic.end());
        return rows;
    }();
    return all;
}

} // namespace perisphere::differential
