public import ArgumentParser
public import Model
import Operations

extension Decision: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension Finding: ExpressibleByArgument {}
