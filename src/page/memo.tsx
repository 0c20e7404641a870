import { Component, type ComponentClass, type FunctionComponent, type VNode } from 'preact';

/** A component that renders again only when one of its properties is another one. */
export function memo<P extends object>(View: FunctionComponent<P>): ComponentClass<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = new Map<string, unknown>(Object.entries(this.props));
      const after = Object.entries(next);
      return after.length !== before.size || after.some(([name, value]) => before.get(name) !== value);
    }

    override render(): VNode {
      return <View {...this.props} />;
    }
  };
}
