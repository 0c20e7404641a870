/** Style sheets are bundled into dist/page.css by importing them. */
declare module '*.css';
