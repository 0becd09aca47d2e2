import type { Rule } from './rule.ts'

/** A pure conversion with the words that the mapping table prints for it. */
export interface Conversion<In, Out> {
  readonly how: string
  readonly convert: (value: In) => Out
}

/** The target field takes the source field, as it is or through a conversion. */
export function from<const Name extends string, Value>(name: Name): Rule<Readonly<Record<Name, Value>>, Value>
export function from<const Name extends string, In, Out>(
  name: Name,
  conversion: Conversion<In, Out>,
): Rule<Readonly<Record<Name, In>>, Out>
export function from(name: string, conversion?: Conversion<unknown, unknown>): Rule<Record<string, unknown>, unknown> {
  return {
    reads: [name],
    how: conversion ? `${name}, ${conversion.how}` : name,
    fill: (source) => (conversion ? conversion.convert(source[name]) : source[name]),
  }
}
