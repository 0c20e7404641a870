import { Component, type ComponentClass, type FunctionComponent, type VNode } from 'preact';

/** A component that renders again only when one of its properties is another one. */
export function memo<P extends object>(View: FunctionComponent<P>): ComponentClass<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return differs(next, this.props) || differs(this.props, next);
    }

    override render(): VNode {
      return <View {...this.props} />;
    }
  };
}

function differs<P extends object>(one: Readonly<P>, other: Readonly<P>): boolean {
  // Without arrays of names: a growing answer asks this for dozens of parts a frame.
  for (const name in one) if (one[name] !== other[name]) return true;
  return false;
}
