import { Component, type ComponentType, type VNode } from 'preact';

interface GroupProps<Item, Shared> {
  readonly items: readonly Item[];
  /** What all items have in common. */
  readonly shared: Shared;
  readonly view: ComponentType<{ readonly item: Item; readonly shared: Shared }>;
}

/** Items of one slice. */
const sliceLength = 32;

/**
 * A long row of things of which only the last ones change. They are rendered in slices, and a slice whose items are the same
 * is passed over as a whole: a thousand frozen blocks cost as much as thirty.
 */
export function Group<Item, Shared>({ items, shared, view }: GroupProps<Item, Shared>): VNode {
  const slices: VNode[] = [];
  for (let at = 0; at < items.length; at += sliceLength)
    slices.push(<Slice key={at} items={items.slice(at, at + sliceLength)} shared={shared} view={view} />);
  return <>{slices}</>;
}

class Slice<Item, Shared> extends Component<GroupProps<Item, Shared>> {
  override shouldComponentUpdate({ items, shared, view }: Readonly<GroupProps<Item, Shared>>): boolean {
    const { items: before, shared: sharedBefore, view: viewBefore } = this.props;
    if (shared !== sharedBefore || view !== viewBefore || items.length !== before.length) return true;
    return items.some((item, at) => item !== before[at]);
  }

  override render({ items, shared, view: View }: GroupProps<Item, Shared>): VNode {
    return (
      <>
        {items.map((item, at) => (
          <View key={at} item={item} shared={shared} />
        ))}
      </>
    );
  }
}
